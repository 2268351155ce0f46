import { describeEvent, describeMessageEvent, type EventDescription, infoTypes, messageEventTypes } from '@wehook/core'
import { type MessageFields, messageSampleList, messageSamples, type PushFields, sampleList } from '@wehook/simulator'
import { UsageError } from '../command.js'

interface Sample {
  /** InfoType; for 消息与事件接收 URL, Event or MsgType. */
  readonly type: string
  readonly name: string
  readonly fields: object
}

const allSamples: readonly Sample[] = [
  ...sampleList.map(({ infoType, name, fields }) => ({ type: infoType, name, fields })),
  ...messageSampleList,
]

/** Names of the samples, by InfoType, Event or MsgType. */
export const sampleNames: ReadonlyMap<string, readonly string[]> = new Map(
  [...infoTypes, ...Object.keys(messageSamples)].map((type) => [
    type,
    allSamples.filter((sample) => sample.type === type).map(({ name }) => name),
  ]),
)

/** Does it come to 消息与事件接收 URL? */
export const isMessageType = (type: string): boolean => Object.hasOwn(messageSamples, type)

type Tree = { [name: string]: unknown }

export interface FieldsSource {
  /** Default: the first. */
  readonly sample?: string | undefined
  /** Replaces the sample; `@path` reads a file. */
  readonly json?: string | undefined
  /** `path=value`, `path!`. */
  readonly assignments: readonly string[]
}

/** The fields of the push: a sample or JSON, then every assignment applied. sealPush checks them and names the invalid ones. */
export function buildFields(
  infoType: string,
  source: FieldsSource,
  readFile: (path: string) => string,
): PushFields | MessageFields {
  const { json, sample, assignments } = source
  const fields = json === undefined ? fromSample(infoType, sample) : fromJson(json, readFile)
  const kinds = kindsOf(infoType)
  for (const assignment of assignments) assign(fields, assignment, kinds)
  if (isMessageType(infoType)) return fields as MessageFields
  return { ...fields, infoType } as unknown as PushFields
}

function fromSample(infoType: string, name: string | undefined): Tree {
  const samples = allSamples.filter((sample) => sample.type === infoType)
  const sample = name === undefined ? samples[0] : samples.find((candidate) => candidate.name === name)
  // An unknown InfoType is left to sealPush, which suggests the closest one.
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
  const event = messageEventTypes.find((candidate) => candidate === infoType)
  const { fields } = known ? describeEvent(known) : event ? describeMessageEvent(event) : { fields: [] }
  return new Map(fields.map(({ path, kind }) => [path, kind]))
}

/** `info.code_type=1`, `list.status=4`, `info!`. A value becomes a number where the event has a number. */
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
