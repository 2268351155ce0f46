import type { Bilingual, Language } from '@wehook/core'
import { html } from 'hono/html'
import { type Translate, translateTo } from './language.js'
import type { ConsoleSettings } from './options.js'
import { texts } from './texts.js'

export type Html = ReturnType<typeof html>
export type Query = Readonly<Record<string, string>>

/** The data from which a page is rendered. */
export interface View {
  readonly language: Language
  readonly t: Translate
  readonly query: Query
  readonly settings: ConsoleSettings
  readonly who: string
  /** Put into every form. */
  readonly formToken: string
  readonly now: number
  /** The request asks to see personal data, by a form with a valid token. */
  readonly reveal: boolean
}

/** The content of a page, without the layout. */
export interface Page {
  readonly title: Bilingual
  readonly content: Html
  /** Default 200. */
  readonly status?: number
}

/** A link within the console. All pages have the same path and differ by the query, so they work at any mount path and behind any proxy. */
export function linkTo(view: Pick<View, 'query'>, query: Query): string {
  const language = view.query['lang']
  return `?${new URLSearchParams({ ...query, ...(language && { lang: language }) })}`
}

const dateFormat = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium' })

/** A time with its distance from now; empty for `undefined`. */
export function timeOf(view: View, at: number | Date | undefined): Html | '' {
  if (at === undefined) return ''
  const date = new Date(at)
  return html`<time datetime="${date.toISOString()}">${dateFormat.format(date)}</time> <small>${distance(view, date)}</small>`
}

function distance({ t, now }: View, date: Date): string {
  const ms = now - date.getTime()
  const span = duration(t, Math.abs(ms))
  return t(ms >= 0 ? texts.ago(span) : texts.ahead(span))
}

/** A span of time in its largest unit. */
export function duration(t: Translate, ms: number): string {
  const seconds = Math.round(ms / 1000)
  if (seconds < 120) return t(texts.units.second(seconds))
  if (seconds < 7_200) return t(texts.units.minute(Math.round(seconds / 60)))
  if (seconds < 172_800) return t(texts.units.hour(Math.round(seconds / 3_600)))
  return t(texts.units.day(Math.round(seconds / 86_400)))
}

export function badge(t: Translate, group: Readonly<Record<string, Bilingual>>, value: string): Html {
  const text = group[value]
  return html`<span class="badge ${value.replace(/[^a-z]/g, '')}">${text ? t(text) : value}</span>`
}

/** A cell of a table; on a phone, where the table has no header, its label is in front of the value. */
export function cell(label: string, value: string | undefined): Html {
  return value ? html`<td data-label="${label}">${value}</td>` : html`<td></td>`
}

/** A page with one message, such as "not found" or "not allowed". */
export function notice(status: number, text: Bilingual, language: Language): Page {
  return { status, title: text, content: html`<p class="notice">${translateTo(language)(text)}</p>` }
}

/** The hidden fields of every form: its token, and the page to go to afterwards. */
export function formFields(view: View, fields: Query = {}): readonly Html[] {
  const all = { token: view.formToken, ...fields }
  return Object.entries(all).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)
}
