import {
  describeEvent,
  describeMessageEvent,
  type EventDescription,
  infoTypes,
  messageEventTypes,
  type StatusEntry,
} from '@wehook/core'
import { messagePage } from './message-words.js'
import { adviceWords, authorizationPage, type Language, outcomeWords, waiting, words } from './words.js'

type Description = EventDescription<string>

/** What a page has beside its words. */
const urls = {
  authorization: { events: infoTypes.map((type): Description => describeEvent(type)), page: authorizationPage },
  message: { events: messageEventTypes.map((type): Description => describeMessageEvent(type)), page: messagePage },
} as const

export type UrlName = keyof typeof urls

export const eventPages = [
  { file: 'docs/events.md', language: 'en', url: 'authorization' },
  { file: 'docs/events.zh-CN.md', language: 'zh', url: 'authorization' },
  { file: 'docs/message-events.md', language: 'en', url: 'message' },
  { file: 'docs/message-events.zh-CN.md', language: 'zh', url: 'message' },
] as const satisfies readonly { readonly file: string; readonly language: Language; readonly url: UrlName }[]

/** The page of all events of a URL in one language, as Markdown. */
export function renderEventPage(language: Language, url: UrlName): string {
  const { events, page } = urls[url]
  const w = { ...words[language], ...page[language] }
  return sections([
    `# ${w.title}`,
    `<!-- ${w.generated} -->`,
    w.otherPage,
    ...w.intro,
    `## ${w.overview}`,
    overview(events, language, w.overviewHead),
    `## ${w.outcomes}`,
    table(
      ['`outcome`', ''],
      Object.entries(outcomeWords).map(([outcome, text]) => [`\`${outcome}\``, text[language]]),
    ),
    `## ${w.advices}`,
    table(
      ['`status.advice`', ''],
      Object.entries(adviceWords).map(([advice, text]) => [`\`${advice}\``, text[language]]),
    ),
    ...events.map((event) => renderEvent(event, language)),
    '## unknown',
    ...w.unknown,
  ])
}

function overview(events: readonly Description[], language: Language, head: readonly string[]): string {
  const w = words[language]
  const rows = events.map(({ infoType, title, statuses, result, items }) => [
    `[\`${infoType}\`](#${infoType})`,
    title[language],
    items ? w.perItem : statuses.length > 0 || result ? w.yes : w.no,
  ])
  return table(head, [...rows, ['[`unknown`](#unknown)', w.other, w.no]])
}

function renderEvent(event: Description, language: Language): string {
  const w = words[language]
  const needed = event.needs.map((name) => `\`${name}\``).join(', ')
  return sections([
    `## ${event.infoType}`,
    `**${event.title[language]}**`,
    `**${w.when}** — ${event.when[language]}`,
    `**${w.todo}** — ${event.todo[language]}`,
    `### ${w.fields}`,
    renderFields(event, language),
    ...(needed ? [w.needs(needed)] : []),
    ...(event.items ? [w.items(event.items)] : []),
    ...renderResult(event, language),
    ...event.statuses.flatMap(({ field, entries }) => [`### ${w.status(field)}`, renderStatus(entries, language)]),
    ...renderNext(event, language),
  ])
}

function renderFields({ fields }: Description, language: Language): string {
  const w = words[language]
  const rows = fields.map((field) => [
    `\`${field.path}\``,
    w.kinds[field.kind],
    field.required ? w.yes : w.no,
    field[language],
  ])
  return table(w.fieldsHead, rows)
}

function renderResult({ result }: Description, language: Language): readonly string[] {
  if (!result) return []
  const { outcome, advice } = result
  return [`**${words[language].reports}** — \`${outcome}\`, \`${advice}\`: ${result[language]}`]
}

function renderStatus(entries: readonly StatusEntry[], language: Language): string {
  const rows = entries.map(({ code, zh, en, outcome, advice, retryAfter }) => [
    `${code}`,
    ...(language === 'en' ? [en, zh] : [zh]),
    `\`${outcome}\``,
    `\`${advice}\`${retryAfter ? `, ${waiting(retryAfter, language)}` : ''}`,
  ])
  return table(words[language].statusHead, rows)
}

function renderNext({ next }: Description, language: Language): readonly string[] {
  const w = words[language]
  const rows = Object.entries(next).flatMap(([field, outcomes]) =>
    Object.entries(outcomes).map(([outcome, calls]) => [
      `\`${field}\``,
      `\`${outcome}\``,
      calls.map((call) => `\`${call}\``).join(' → ') || w.nothing,
    ]),
  )
  return rows.length > 0 ? [`### ${w.next}`, table(w.nextHead, rows)] : []
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

const sections = (parts: readonly string[]): string => parts.join('\n\n')
