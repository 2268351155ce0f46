import { type Duration, toMs } from './clock.js'
import { misuse } from './fault.js'
import { texts } from './texts.js'

/** How a batch of pushes is sent, including problems that can happen between WeChat and the host. */
export interface SendOptions {
  /** Push each so many times. Default 1. */
  readonly times?: number
  /** Send the batch after this simulated time; `clock.advance` sends it. */
  readonly delay?: Duration
  /** Order of the batch; a list gives positions, for example [2, 0, 1]. Default: as documented. */
  readonly order?: 'documented' | 'reversed' | 'shuffled' | readonly number[]
  /** Send all pushes of the batch at the same time instead of one after another. Default false. */
  readonly together?: boolean
  /** Encrypt with the previous 消息加解密 Key. */
  readonly previousKey?: boolean
  /** Sign with the previous 消息校验 Token. */
  readonly previousToken?: boolean
  /** How many of the first answers of the host do not reach WeChat. Default 0. */
  readonly loseAnswers?: number
  /** The batch does not arrive: it is recorded and not sent. */
  readonly lost?: boolean
  /** How often a push is sent again after an answer other than `success` with 200, or none in 5 s. Default: tickets 2, others 0. */
  readonly retries?: number
}

/** Options of a step. */
export interface StepOptions extends SendOptions {
  /** Is `authorized` pushed before or after the result? Default `before`. */
  readonly authorized?: 'before' | 'after'
  /** Do `authorized` and the registration's result carry one auth code or two? Undocumented; default `same`. */
  readonly codes?: 'same' | 'different'
  /** The status that the commercial register or WeChat decides on instead of success: 101, 103, 1001, 100004, … */
  readonly status?: number
  /** Push a failure without `info`, as about one in ten real ones is. Default false. */
  readonly withoutInfo?: boolean
  /**
   * The content of `info` in a registration's result. `taskid`: only the taskid, as in real pushes of the current APIs.
   * `documented`: the company's or person's data without a taskid, as WeChat's pages show it. Default `taskid`; the retired
   * enterprise API has no taskid and always pushes the documented form.
   */
  readonly info?: 'taskid' | 'documented'
}

/** The positions of a batch in the requested order. */
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
 * @throws TypeError that names the option and what it must be.
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
