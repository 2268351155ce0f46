import { type Duration, toMs } from './clock.js'
import { misuse } from './fault.js'
import { texts } from './texts.js'

/** How a batch of pushes goes out: what may happen on the way from WeChat, asked for. */
export interface SendOptions {
  /** Push each so many times. Default 1. */
  readonly times?: number
  /** Let simulated time pass before the batch goes out; `clock.advance` sends it. */
  readonly delay?: Duration
  /** Order of the batch; a list gives places, as [2, 0, 1]. Default: as documented. */
  readonly order?: 'documented' | 'reversed' | 'shuffled' | readonly number[]
  /** Send the batch at once instead of one after another. Default false. */
  readonly together?: boolean
  /** Seal with the previous 消息加解密 Key. */
  readonly previousKey?: boolean
  /** Sign with the previous 消息校验 Token. */
  readonly previousToken?: boolean
  /** So many first answers never reach WeChat, though the host gave them. Default 0. */
  readonly loseAnswers?: number
  /** The batch never arrives: recorded, not sent. */
  readonly lost?: boolean
  /** How often a push is sent again after an answer other than `success` with 200, or none in 5 s. Default: tickets 2, others 0. */
  readonly retries?: number
}

/** How a step of a story is told. */
export interface StepOptions extends SendOptions {
  /** Does `authorized` come before or after the result? Default `before`. */
  readonly authorized?: 'before' | 'after'
  /** Do `authorized` and the registration's result carry one auth code or two? Undocumented; default `same`. */
  readonly codes?: 'same' | 'different'
  /** The status that the commercial register or WeChat decides on instead of success: 101, 103, 1001, 100004, … */
  readonly status?: number
  /** A failure without `info`, as about one in ten arrives. Default false. */
  readonly withoutInfo?: boolean
  /**
   * What `info` of a registration's result says. `taskid`: the taskid alone, as real pushes of the current interfaces do.
   * `documented`: the company's or person's data without a taskid, as WeChat's pages show it. Default `taskid`; the retired
   * enterprise interface has no taskid and always pushes the documented form.
   */
  readonly info?: 'taskid' | 'documented'
}

/** The places of a batch in the order asked for. */
export function arrange<T>(batch: readonly T[], order: SendOptions['order'] = 'documented'): readonly T[] {
  if (order === 'documented') return batch
  if (order === 'reversed') return [...batch].reverse()
  if (order === 'shuffled') return shuffle(batch)
  const valid = order.length === batch.length && batch.every((_, place) => order.includes(place))
  if (!valid) throw misuse(texts.orderPlaces(batch.length - 1, order.join(', ')))
  return order.map((place) => batch[place] as T)
}

function shuffle<T>(batch: readonly T[]): readonly T[] {
  const rest = [...batch]
  return batch.map(() => rest.splice(Math.floor(Math.random() * rest.length), 1)[0] as T)
}

const optionTypes: Readonly<Record<string, readonly string[]>> = {
  times: ['number'],
  delay: ['object'],
  order: ['string', 'object'],
  together: ['boolean'],
  previousKey: ['boolean'],
  previousToken: ['boolean'],
  loseAnswers: ['number'],
  lost: ['boolean'],
  retries: ['number'],
  authorized: ['string'],
  codes: ['string'],
  status: ['number'],
  withoutInfo: ['boolean'],
  info: ['string'],
}

const words: Readonly<Record<string, readonly string[]>> = {
  order: ['documented', 'reversed', 'shuffled'],
  authorized: ['before', 'after'],
  codes: ['same', 'different'],
  info: ['taskid', 'documented'],
}
const least: Readonly<Record<string, number>> = {
  times: 1,
  loseAnswers: 0,
  retries: 0,
  status: Number.MIN_SAFE_INTEGER,
}

function checkStepValue(name: string, value: unknown, who: string): void {
  const known = words[name]
  if (known && typeof value === 'string' && !known.includes(value)) {
    throw misuse(texts.oneOf(who, name, known, value))
  }
  const from = least[name]
  if (from !== undefined && !(Number.isSafeInteger(value) && (value as number) >= from)) {
    throw misuse(texts.wholeNumber(who, name, name === 'status' ? undefined : from, String(value)))
  }
}

/**
 * Refuses options that TypeScript would refuse, for callers in JavaScript, before a step changes anything.
 *
 * @throws TypeError that names the option and what belongs there.
 */
export function checkStepOptions(options: object, who: string): void {
  for (const [name, value] of Object.entries(options)) {
    const types = Object.hasOwn(optionTypes, name) ? optionTypes[name] : undefined
    if (!types) throw misuse(texts.noOption(who, name, Object.keys(optionTypes)))
    if (value !== undefined && !types.includes(typeof value)) {
      throw misuse(texts.wrongType(who, name, types.join(' or '), typeof value))
    }
    if (value !== undefined) checkStepValue(name, value, who)
  }
  const { delay, order } = options as SendOptions
  if (delay) toMs(delay)
  if (typeof order === 'object' && !Array.isArray(order)) {
    throw misuse(texts.orderForm(who))
  }
}
