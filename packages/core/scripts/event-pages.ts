import { describeEvent, type EventDescription, infoTypes, type StatusEntry } from '@wehook/core'
import { adviceWords, type Language, outcomeWords, waiting, words } from './words.js'

export const eventPages = [
  { file: 'docs/events.md', language: 'en' },
  { file: 'docs/events.zh-CN.md', language: 'zh' },
] as const satisfies readonly { readonly file: string; readonly language: Language }[]

/** The page of all events in one language, as Markdown. */
export function renderEventPage(language: Language): string {
  const w = words[language]
  const events = infoTypes.map(describeEvent)
  return sections([
    `# ${w.title}`,
    `<!-- ${w.generated} -->`,
    w.otherPage,
    ...w.intro,
    `## ${w.overview}`,
    overview(events, language),
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

function overview(events: readonly EventDescription[], language: Language): string {
  const w = words[language]
  const rows = events.map(({ infoType, title, statuses, items }) => [
    `[\`${infoType}\`](#${infoType})`,
    title[language],
    items ? w.perItem : statuses.length > 0 ? w.yes : w.no,
  ])
  return table(w.overviewHead, [...rows, ['[`unknown`](#unknown)', w.other, w.no]])
}

function renderEvent(event: EventDescription, language: Language): string {
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
    ...event.statuses.flatMap(({ field, entries }) => [`### ${w.status(field)}`, renderStatus(entries, language)]),
    ...renderNext(event, language),
  ])
}

function renderFields({ fields }: EventDescription, language: Language): string {
  const w = words[language]
  const rows = fields.map((field) => [
    `\`${field.path}\``,
    w.kinds[field.kind],
    field.required ? w.yes : w.no,
    field[language],
  ])
  return table(w.fieldsHead, rows)
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

function renderNext({ next }: EventDescription, language: Language): readonly string[] {
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
