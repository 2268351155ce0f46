import { closest } from './closest.js'
import { WehookError } from './errors.js'
import type { Bilingual } from './language.js'
import { texts } from './texts.js'

/** What an option takes. */
export interface OptionRule {
  readonly expected: Bilingual
  isValid(value: unknown): boolean
  /** Default false. */
  readonly isRequired?: boolean
}

/** The rules of a factory's options by name; an option that is not among them is refused. */
export type OptionRules<Options> = { readonly [Name in keyof Required<Options>]: OptionRule }

const { expected } = texts.option

/** Node fires a timer of more than 2^31-1 ms at once. */
const longestMs = 2 ** 31 - 1
const isWhole = (value: unknown, least: number, most: number) =>
  Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most
const isFunction = (value: unknown) => typeof value === 'function'

/** Rules that options of several factories share. */
export const optionRules = {
  /** Milliseconds of a timer, from 1. */
  durationMs: { expected: expected.durationMs, isValid: (value) => isWhole(value, 1, longestMs) },
  /** Milliseconds of a timer, from 0. */
  waitMs: { expected: expected.waitMs, isValid: (value) => isWhole(value, 0, longestMs) },
  waitsMs: {
    expected: expected.waitsMs,
    isValid: (value) => Array.isArray(value) && value.every((wait) => isWhole(wait, 0, longestMs)),
  },
  /** An appid of WeChat. */
  appId: {
    expected: expected.appId,
    isValid: (value) => typeof value === 'string' && /^wx[0-9a-zA-Z]{16}$/.test(value),
  },
  count: { expected: expected.count, isValid: (value) => isWhole(value, 1, Number.MAX_SAFE_INTEGER) },
  flag: { expected: expected.flag, isValid: (value) => typeof value === 'boolean' },
  language: { expected: expected.language, isValid: (value) => value === 'en' || value === 'zh' },
  function: { expected: expected.function, isValid: isFunction },
  logger: {
    expected: expected.logger,
    isValid: (value) => value === false || hasMethods('info', 'warn', 'error')(value),
  },
} as const satisfies Readonly<Record<string, OptionRule>>

/** For an option that is an object of functions. */
export function withMethods(...names: readonly string[]): OptionRule {
  return { expected: expected.methods(names.join(', ')), isValid: hasMethods(...names) }
}

function hasMethods(...names: readonly string[]): (value: unknown) => boolean {
  return (value) =>
    (typeof value === 'object' || typeof value === 'function') &&
    value !== null &&
    names.every((name) => isFunction(Reflect.get(value, name)))
}

/**
 * Checks options against their rules, for JavaScript users too: no unknown name, no value of another kind. `undefined` is an option left out.
 *
 * @throws ERR_OPTIONS_INVALID that names the option and what it takes, never a value.
 */
export function checkOptions<Options extends object>(
  factory: string,
  options: Options,
  rules: OptionRules<Options>,
): void {
  checkOptionNames(factory, options, rules)
  const table: ReadonlyMap<string, OptionRule> = new Map(Object.entries(rules))
  const wrong = [...table].filter(([name, { isRequired, isValid }]) => {
    const value: unknown = Reflect.get(options, name)
    return value === undefined ? isRequired : !isValid(value)
  })
  const [first] = wrong
  if (!first) return
  const { expected: takes } = first[1]
  const names = wrong.filter(([, rule]) => rule.expected === takes).map(([name]) => name)
  throw invalidOption(factory, names.join(', '), takes)
}

/**
 * Refuses an option that a factory does not have, with the one that was meant.
 *
 * @throws ERR_OPTIONS_INVALID
 */
export function checkOptionNames<Options extends object>(
  factory: string,
  options: Options,
  names: Readonly<Record<keyof Required<Options>, unknown>>,
): void {
  if (typeof options !== 'object' || options === null) throw invalidOption(factory, 'options', expected.object)
  for (const name of Object.keys(options)) {
    if (!Object.hasOwn(names, name)) throw unknownOption(factory, name, Object.keys(names))
  }
}

/** An option of another kind than the factory takes. */
export function invalidOption(factory: string, name: string, takes: Bilingual): WehookError {
  const { message, hint } = texts.option
  return new WehookError('ERR_OPTIONS_INVALID', message(factory, name, takes), { hint: hint(name, factory) })
}

function unknownOption(factory: string, name: string, names: readonly string[]): WehookError {
  const { unknown, didYouMean, remove } = texts.option
  const meant = closest(name, names)
  const hint = meant === undefined ? remove(names.join(', ')) : didYouMean(meant)
  return new WehookError('ERR_OPTIONS_INVALID', unknown(factory, name.slice(0, 64)), { hint })
}
