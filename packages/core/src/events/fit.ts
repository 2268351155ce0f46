import * as z from 'zod/mini'
import type { DocumentObject, DocumentValue } from '../xml/document.js'
import type { EventIssue } from './event.js'

type Path = readonly PropertyKey[]

/** `payload` is absent when a required field does not fit. */
export interface Fit {
  readonly payload?: Readonly<Record<string, unknown>>
  readonly issues: readonly EventIssue[]
}

const noIssues: readonly EventIssue[] = Object.freeze([])

/** WeChat repeats an element a few times at most. More would only cost time, and zod fails on about 100,000 faults. */
const maxRepeats = 1_000
/** Issues beyond are counted and not listed. */
const maxIssues = 100

/** Fits a document's fields to a schema; optional ones that do not fit are left out and named, the first 100 of them. */
export function fit(schema: z.ZodMiniObject, content: DocumentObject): Fit {
  const path = pathOfLongList(content, '')
  if (path !== undefined) return { issues: [{ path, message: `${path} is repeated more than ${maxRepeats} times` }] }
  const { issues, ...rest } = fitAll(schema, content)
  return { ...rest, issues: shorten(issues) }
}

function pathOfLongList(value: DocumentValue, path: string): string | undefined {
  if (typeof value === 'string') return undefined
  if (Array.isArray(value) && value.length > maxRepeats) return path
  for (const [name, inner] of Object.entries(value)) {
    const found = pathOfLongList(inner, Array.isArray(value) ? path : path ? `${path}.${name}` : name)
    if (found !== undefined) return found
  }
  return undefined
}

function shorten(issues: readonly EventIssue[]): readonly EventIssue[] {
  if (issues.length <= maxIssues) return issues
  const more = issues.length - maxIssues
  return [...issues.slice(0, maxIssues), { path: '', message: `${more} more issues like these` }]
}

function fitAll(schema: z.ZodMiniObject, content: DocumentObject): Fit {
  const first = z.safeParse(schema, content)
  return first.success ? { payload: first.data, issues: noIssues } : fitRest(schema, content, first.error.issues)
}

/** A schema reports all its faults at once, so one more parse without those fields is enough. */
function fitRest(schema: z.ZodMiniObject, content: DocumentObject, faults: readonly z.core.$ZodIssue[]): Fit {
  const misfits = faults.map((fault) => ({ fault, path: optionalPart(schema, fault.path) }))
  const required = misfits.filter(({ path }) => !path).map(({ fault }) => toIssue(content, fault, false))
  if (required.length > 0) return { issues: required }
  const rest = structuredClone(content) as Record<string, unknown>
  for (const { path } of misfits) if (path) remove(rest, path)
  const second = z.safeParse(schema, rest)
  if (!second.success) return { issues: second.error.issues.map((fault) => toIssue(content, fault, false)) }
  return { payload: second.data, issues: misfits.map(({ fault }) => toIssue(content, fault, true)) }
}

/** The deepest optional field on the way to `path`: leaving it out loses the least. */
function optionalPart(schema: z.core.$ZodType, path: Path): Path | undefined {
  let here: z.core.$ZodTypes = schema as z.core.$ZodTypes
  let found: Path | undefined
  for (const [depth, key] of path.entries()) {
    const { def } = here._zod
    if (def.type === 'object') here = def.shape[String(key)] as z.core.$ZodTypes
    else if (def.type === 'pipe') here = (def.out as z.core.$ZodArray)._zod.def.element as z.core.$ZodTypes
    if (here?._zod.def.type === 'optional') {
      found = path.slice(0, depth + 1)
      here = here._zod.def.innerType as z.core.$ZodTypes
    }
  }
  return found
}

function remove(root: Record<string, unknown>, path: Path): void {
  const parent = valueAt(root, path.slice(0, -1))
  if (typeof parent === 'object' && parent !== null) Reflect.deleteProperty(parent, path.at(-1) ?? '')
}

/** A list of one is in the document as its element, without an index. */
function valueAt(root: unknown, path: Path): unknown {
  let here = root
  for (const key of path) {
    if (typeof key === 'number' && !Array.isArray(here)) continue
    here = typeof here === 'object' && here !== null ? Reflect.get(here, key) : undefined
  }
  return here
}

function toIssue(content: DocumentObject, fault: z.core.$ZodIssue, left: boolean): EventIssue {
  const path = fault.path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text ? `${text}.${String(key)}` : String(key)),
    '',
  )
  return {
    path,
    message: `${path} ${complaint(fault, valueAt(content, fault.path))}${left ? '; left out of payload' : ''}`,
  }
}

/** What is wrong, without the value: it may be personal. */
function complaint(fault: z.core.$ZodIssue, value: unknown): string {
  if (value === undefined) return 'is missing'
  if (value === '') return 'is empty'
  if (Array.isArray(value)) return 'is there more than once'
  if (fault.code === 'custom') return 'is not an integer'
  return typeof value === 'string' ? 'holds text where elements belong' : 'holds elements where text belongs'
}
