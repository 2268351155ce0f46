import type { Bilingual, Language } from '@wehook/core'

/** Text that is HTML already. */
export interface Html {
  readonly html: string
}

type Part = Html | string | number | readonly Html[]

/** A template that escapes its values, except those that are HTML already. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { html: strings.map((text, index) => text + toHtml(parts[index] ?? '')).join('') }
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function toHtml(part: Part): string {
  if (typeof part === 'string') return part.replace(/[&<>"']/g, (character) => entities[character] ?? character)
  if (typeof part === 'number') return String(part)
  return 'html' in part ? part.html : part.map((item) => item.html).join('')
}

/** An answer to a browser. */
export interface PageAnswer {
  readonly status: number
  /** The target of a redirect. */
  readonly location?: string
  readonly body?: string
}

export interface PageContext {
  readonly language: Language
  say(text: Bilingual): string
  /** The same path in this language. */
  link(path: string): string
}

/** The language of `lang` in the query, else the browser's, else English. */
export function createPageContext(query: Readonly<Record<string, string>>, acceptLanguage = ''): PageContext {
  const asked = query['lang'] === 'zh' || query['lang'] === 'en' ? query['lang'] : undefined
  const language: Language = asked ?? (/^\s*zh\b/i.test(acceptLanguage) ? 'zh' : 'en')
  return {
    language,
    say: (text) => text[language],
    link: (path) => (asked ? `${path}${path.includes('?') ? '&' : '?'}lang=${asked}` : path),
  }
}

const style = `body{font:16px/1.6 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem;color:#222}
button{font:inherit;padding:.4rem 1rem;margin:0 .5rem .5rem 0;border:1px solid #07c160;border-radius:4px;background:#07c160;color:#fff}
button.other{background:#fff;color:#222;border-color:#aaa}form{display:inline}table{border-collapse:collapse;width:100%}
td,th{text-align:left;padding:.3rem .6rem .3rem 0;border-bottom:1px solid #ddd;vertical-align:top}.note{color:#666}code{word-break:break-all}`

/** A complete document, which loads nothing from other origins. */
export function page(context: PageContext, path: string, title: string, body: Html, status = 200): PageAnswer {
  const other = context.language === 'zh' ? 'en' : 'zh'
  const switchPath = `${path}${path.includes('?') ? '&' : '?'}lang=${other}`
  const document = html`<!doctype html>
<html lang="${context.language === 'zh' ? 'zh-CN' : 'en'}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${{ html: style }}</style></head>
<body><p class="note"><a href="${context.link('/simulated')}">${context.say({ en: 'simulated platform', zh: '模拟平台' })}</a> · <a href="${switchPath}">${other === 'zh' ? '中文' : 'English'}</a></p>
<h1>${title}</h1>
${body}
</body></html>
`
  return { status, body: document.html }
}

export interface Button {
  readonly action: string
  readonly label: string
  readonly isOther?: boolean
  readonly fields?: Readonly<Record<string, string>>
}

/** A form with one button, which works without JavaScript. */
export function button({ action, label, isOther, fields = {} }: Button): Html {
  const inputs = Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )
  return html`<form method="post" action="${action}">${inputs}<button${isOther ? html` class="other"` : ''}>${label}</button></form>`
}
