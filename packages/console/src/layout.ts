import type { Bilingual } from '@wehook/core'
import { html } from 'hono/html'
import { iconQuery, styleQuery } from './assets.js'
import { texts } from './texts.js'
import { type Html, linkTo, type Page, type View } from './view.js'

/** The pages of the navigation, and what must be configured for each. */
const navigation = [
  { page: 'overview', text: texts.overview },
  { page: 'pushes', text: texts.pushes },
  { page: 'tasks', text: texts.tasks, needs: 'tasks' },
  { page: 'accounts', text: texts.accounts, needs: 'accounts' },
] as const

/** Puts the layout of the console around a page. */
export function layout(view: View, { title, content }: Page): Html {
  const { t, settings, query } = view
  const entries = navigation.filter((entry) => !('needs' in entry) || settings[entry.needs])
  const current = query['page'] ?? 'overview'
  const { lang: _, ...rest } = query
  const other = `?${new URLSearchParams({ ...rest, lang: view.language === 'zh' ? 'en' : 'zh' })}`
  return html`<!doctype html>
<html lang="${view.language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${t(title)} · ${t(texts.title)}</title>
<link rel="stylesheet" href="${styleQuery}">
<link rel="icon" href="${iconQuery}">
</head>
<body>
<a class="skip" href="#content">${t(texts.skip)}</a>
<header>
<strong>wehook</strong>
<nav aria-label="${t(texts.navigation)}"><ul>${entries.map(
    ({ page, text }) =>
      html`<li><a href="${linkTo(view, { page })}"${current.startsWith(page.slice(0, 4)) ? html` aria-current="page"` : ''}>${t(text)}</a></li>`,
  )}</ul></nav>
<p><span>${t(texts.signedInAs(view.who))}${settings.allowActions ? '' : html` · ${t(texts.readOnly)}`}</span> <a href="${other}" lang="${view.language === 'zh' ? 'en' : 'zh-CN'}">${t(texts.otherLanguage)}</a></p>
</header>
<main id="content">
<h1>${t(title)}</h1>
${doneNotice(view)}
${content}
</main>
</body>
</html>`
}

const doneTexts = new Map<string, (count: number) => Bilingual>(Object.entries(texts.done))

function doneNotice({ query, t }: View): Html | '' {
  const done = doneTexts.get(query['done'] ?? '')
  const count = Number(query['count'] ?? 0)
  return done && Number.isSafeInteger(count) ? html`<p class="notice" role="status">${t(done(count))}</p>` : ''
}
