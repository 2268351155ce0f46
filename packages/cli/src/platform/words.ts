import type { StepOptions } from '@wehook/simulator'
import { UsageError } from '../command.js'

/** A typed line: `command words… key=value… key!`. */
export interface Line {
  readonly verb: string
  readonly words: readonly string[]
  /** With `=` or with `!` at the end, as they were typed. */
  readonly assignments: readonly string[]
}

export function parseLine(text: string): Line {
  const [verb = '', ...rest] = text.trim().split(/\s+/)
  const isAssignment = (word: string) => word.includes('=') || word.endsWith('!')
  return {
    verb,
    words: rest.filter((word) => !isAssignment(word)),
    assignments: rest.filter(isAssignment),
  }
}

/** The options of a step; see SendOptions and StepOptions of `@wehook/simulator`. */
const stepOptions: { readonly [name: string]: (value: string) => unknown } = {
  status: toInteger,
  times: toInteger,
  retries: toInteger,
  loseAnswers: toInteger,
  delay: parseDuration,
  order: (value) => (value.includes(',') ? value.split(',').map(toInteger) : value),
  authorized: String,
  codes: String,
  reason: String,
  before: String,
  lost: toFlag,
  together: toFlag,
  previousKey: toFlag,
  previousToken: toFlag,
  withoutInfo: toFlag,
  info: String,
}

export const stepOptionNames = Object.keys(stepOptions)

/** `status=101 times=2 lost=true`. @throws UsageError */
export function toStepOptions(assignments: readonly string[]): StepOptions {
  const entries = assignments.map((assignment) => {
    const [name = '', value = ''] = assignment.split('=')
    const convert = stepOptions[name]
    if (!convert)
      throw new UsageError(
        `there is no option ${name}; options of a step: ${stepOptionNames.join(' ')}`,
        `没有选项 ${name}；步骤的选项：${stepOptionNames.join(' ')}`,
      )
    return [name, convert(value)]
  })
  return Object.fromEntries(entries) as StepOptions
}

const units = { d: 'days', h: 'hours', m: 'minutes', min: 'minutes', s: 'seconds' } as const

/** `24h`, `30m`, `1h30m`. @throws UsageError */
export function parseDuration(text: string): Readonly<Record<string, number>> {
  const parts = [...text.matchAll(/(\d+)(min|[dhms])/g)]
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text) {
    throw new UsageError(
      `expected a time such as 24h, 30m or 1h30m, got ${text || 'nothing'}`,
      `时间的写法如 24h、30m、1h30m，收到的是 ${text || '空'}`,
    )
  }
  return Object.fromEntries(parts.map(([, count, unit]) => [units[unit as keyof typeof units], Number(count)]))
}

function toInteger(value: string): number {
  if (!/^-?\d+$/.test(value)) throw new UsageError(`expected an integer, got ${value}`, `应为整数，收到的是 ${value}`)
  return Number(value)
}

function toFlag(value: string): boolean {
  if (value !== 'true' && value !== 'false')
    throw new UsageError(`expected true or false, got ${value}`, `应为 true 或 false，收到的是 ${value}`)
  return value === 'true'
}
