import { describeEvent, type EventDescription, infoTypes } from '@wehook/core'
import { type PushFields, sampleList } from '@wehook/simulator'
import { UsageError } from '../command.js'

/** Names of the samples, by InfoType. */
export const sampleNames: ReadonlyMap<string, readonly string[]> = new Map(
  infoTypes.map((infoType) => [
    infoType,
    sampleList.filter((sample) => sample.infoType === infoType).map(({ name }) => name),
  ]),
)

type Tree = { [name: string]: unknown }

export interface FieldsSource {
  /** Default: the first. */
  readonly sample?: string | undefined
  /** Takes the place of the sample; `@path` reads a file. */
  readonly json?: string | undefined
  /** `path=value`, `path!`. */
  readonly assignments: readonly string[]
}

/** What is pushed: a sample or JSON, then every assignment. Checked by sealPush, which names what does not fit. */
export function buildFields(infoType: string, source: FieldsSource, readFile: (path: string) => string): PushFields {
  const { json, sample, assignments } = source
  const fields = json === undefined ? fromSample(infoType, sample) : fromJson(json, readFile)
  const kinds = kindsOf(infoType)
  for (const assignment of assignments) assign(fields, assignment, kinds)
  return { ...fields, infoType } as unknown as PushFields
}

function fromSample(infoType: string, name: string | undefined): Tree {
  const samples = sampleList.filter((sample) => sample.infoType === infoType)
  const sample = name === undefined ? samples[0] : samples.find((candidate) => candidate.name === name)
  // An unknown InfoType is left to sealPush, which proposes the nearest one.
  if (samples.length === 0) return {}
  if (!sample)
    throw new UsageError(
      `${infoType} has no sample ${name}; it has ${sampleNames.get(infoType)?.join(', ')}`,
      `${infoType} 没有样例 ${name}；可用：${sampleNames.get(infoType)?.join('、')}`,
    )
  return structuredClone(sample.fields) as unknown as Tree
}

function fromJson(json: string, readFile: (path: string) => string): Tree {
  try {
    const value: unknown = JSON.parse(json.startsWith('@') ? readFile(json.slice(1)) : json)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Tree
  } catch {}
  throw new UsageError('--fields takes a JSON object, or @file with one', '--fields 应为 JSON 对象，或 @文件')
}

function kindsOf(infoType: string): ReadonlyMap<string, EventDescription['fields'][number]['kind']> {
  const known = infoTypes.find((candidate) => candidate === infoType)
  return new Map(known ? describeEvent(known).fields.map(({ path, kind }) => [path, kind]) : [])
}

/** `info.code_type=1`, `list.status=4`, `info!`. Numbers where the event has numbers. */
function assign(
  fields: Tree,
  assignment: string,
  kinds: ReadonlyMap<string, EventDescription['fields'][number]['kind']>,
): void {
  const match = /^([\w.]+)(!|=([\s\S]*))$/.exec(assignment)
  if (!match)
    throw new UsageError(
      `-f takes path=value, or path! to leave a field out; got ${assignment}`,
      `-f 的写法是 path=value，或 path! 去掉该字段；收到的是 ${assignment}`,
    )
  const [, path = '', , value] = match
  const names = path.split('.')
  const last = names.pop() ?? ''
  const parent = names.reduce<Tree>((node, name) => {
    node[name] ??= {}
    const child = node[name] as Tree | readonly [Tree]
    return Array.isArray(child) ? child[0] : (child as Tree)
  }, fields)
  if (value === undefined) delete parent[last]
  else parent[last] = isNumber(kinds.get(path) ?? kinds.get(path.replace('.', '[].'))) ? toNumber(path, value) : value
}

function isNumber(kind: EventDescription['fields'][number]['kind'] | undefined): boolean {
  return kind === 'integer' || kind === 'time'
}

function toNumber(path: string, value: string): number {
  if (!/^-?\d+$/.test(value))
    throw new UsageError(`${path} is an integer, got ${value}`, `${path} 应为整数，收到的是 ${value}`)
  return Number(value)
}
