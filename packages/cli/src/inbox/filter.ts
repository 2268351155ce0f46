import type { EntryFilter, EntryState } from '@wehook/core/storage'
import { type Args, UsageError } from '../command.js'

export const states: readonly EntryState[] = ['pending', 'unhandled', 'dead', 'handled', 'discarded']

/** The filter that the options describe. @throws UsageError */
export function filterOf(args: Args): EntryFilter {
  const state = args.text('state')
  const infoType = args.text('type')
  const appid = args.text('appid')
  const receivedFrom = timeOf(args, 'from')
  const receivedBefore = timeOf(args, 'before')
  if (state !== undefined && !states.includes(state as EntryState)) {
    throw new UsageError(`--state is one of ${states.join(', ')}`, `--state 只能是 ${states.join('、')}`)
  }
  return {
    ...(state !== undefined && { state: state as EntryState }),
    ...(infoType !== undefined && { infoType }),
    ...(appid !== undefined && { appid }),
    ...(receivedFrom !== undefined && { receivedFrom }),
    ...(receivedBefore !== undefined && { receivedBefore }),
  }
}

function timeOf(args: Args, name: 'from' | 'before'): number | undefined {
  const text = args.text(name)
  if (text === undefined) return undefined
  const time = Date.parse(text)
  if (!Number.isNaN(time)) return time
  throw new UsageError(
    `--${name} takes a time such as 2026-05-01 or 2026-05-01T08:00+08:00`,
    `--${name} 的写法如 2026-05-01 或 2026-05-01T08:00+08:00`,
  )
}

export function limitOf(args: Args, fallback: number): number {
  const limit = Number(args.text('limit') ?? fallback)
  if (Number.isInteger(limit) && limit >= 1 && limit <= 1000) return limit
  throw new UsageError('--limit takes a number from 1 to 1000', '--limit 应为 1 到 1000 的数字')
}
