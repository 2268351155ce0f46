import { describeEvent, type Language, type StatusEntry } from '@wehook/core'
import { kindOf, kinds } from '../src/kinds/index.js'
import type { Kind } from '../src/kinds/kind.js'
import type { WaitsFor } from '../src/task.js'
import { kindWords, turnWords } from './kind-words.js'

const begin = '<!-- kinds: written by npm run docs:tasks -->'
const end = '<!-- /kinds -->'

type Name = keyof typeof kindWords
const names = (Object.keys(kinds) as (keyof typeof kinds)[]).filter((name): name is Name => name in kindWords)

const words = {
  en: {
    head: ['Kind', 'Call', 'One open task for each', 'Pushes find it by', 'When no push comes, WeChat is asked'],
    later: 'queried without a result',
    news: 'later news',
  },
  zh: {
    head: ['类型', '调用', '同一时间只有一个任务，按', '推送按此匹配', '没有推送时查询'],
    later: '查询后仍无结果',
    news: '之后的消息',
  },
} as const

/** The page with its table of kinds and its diagrams as the kinds have them. */
export function withKinds(page: string, language: Language): string {
  const [head, rest = ''] = page.split(begin)
  const [, tail = ''] = rest.split(end)
  return `${head}${begin}\n\n${renderTable(language)}\n\n${names.map((name) => renderKind(name, language)).join('\n\n')}\n\n${end}${tail}`
}

function renderTable(language: Language): string {
  const { head } = words[language]
  const rows = names.map((name) => {
    const { guard, foundBy, asks } = kindWords[name]
    const cells = [`\`${name}\``, `\`${callOf(name)}\``, guard[language], foundBy[language], asks[language]]
    return `| ${cells.join(' | ')} |`
  })
  return [`| ${head.join(' | ')} |`, '| --- | --- | --- | --- | --- |', ...rows].join('\n')
}

/** As this package names the call. */
function callOf(name: Name): string {
  const { api = '', subject } = kindOf(name)
  return subject === 'appid' ? `authorizer(appid).${api}` : api
}

function renderKind(name: Name, language: Language): string {
  const kind: Kind = kinds[name]
  return [
    `### \`${name}\``,
    '',
    kind.title[language],
    '',
    '```mermaid',
    ...diagramOf(name, kind, language),
    '```',
  ].join('\n')
}

function statusesOf(kind: Kind): readonly (StatusEntry & { readonly code?: number })[] {
  return describeEvent(kind.infoType).statuses.flatMap(({ entries }) => entries)
}

/** Whose turn it is, in the order of the flow. */
function turnsOf(kind: Kind): readonly WaitsFor[] {
  const pending = statusesOf(kind).filter(({ outcome }) => outcome === 'pending')
  const inOrder = pending.toSorted((a, b) => a.rank - b.rank)
  return [...new Set([kind.waitsFor(undefined), ...inOrder.map((status) => kind.waitsFor(status))])]
}

function codesOf(kind: Kind, outcome: StatusEntry['outcome']): string {
  const found = statusesOf(kind).filter((status) => status.outcome === outcome)
  const fields = [...new Set(found.map(({ field }) => field))]
  return fields
    .map(
      (field) =>
        `${field} ${found
          .filter((one) => one.field === field)
          .map(({ code }) => code)
          .join(', ')}`,
    )
    .join('; ')
}

function diagramOf(name: Name, kind: Kind, language: Language): readonly string[] {
  const turns = turnsOf(kind)
  const last = turns.length - 1
  const { later, news } = words[language]
  const returns = kind.outcomes.includes('returned')
    ? [
        `  t${last} -- "${codesOf(kind, 'returned')}" --> returned["returned"]`,
        '  returned -- "certification.resubmit" --> t0',
      ]
    : []
  return [
    'flowchart LR',
    `  call(["${callOf(name)}"]) --> t0`,
    '  subgraph pending["pending"]',
    ...turns.map((turn, n) => `    t${n}["${turnWords[turn][language]}"]${n < last ? ` --> t${n + 1}` : ''}`),
    '  end',
    `  t${last} -- "${codesOf(kind, 'succeeded')}" --> succeeded["succeeded"]`,
    `  pending -- "${codesOf(kind, 'failed')}" --> failed["failed"]`,
    ...returns,
    `  pending -. "${later}" .-> undetermined["undetermined"]`,
    `  undetermined -. "${news}" .-> pending`,
  ]
}
