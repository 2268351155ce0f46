import type { Client } from './connection.js'
import type { JobData } from './job.js'
import type { RedisSettings } from './options.js'
import { unhandledKey } from './queue.js'

const hourMs = 60 * 60 * 1_000
const minuteMs = 60 * 1_000
/** Sweeps follow one another no faster. */
const leastEveryMs = 100
const batch = 500

/** Writes a job's data only while the job stands among the completed: an entry that was requeued meanwhile keeps its text. */
const dropIfCompleted = `
if redis.call('ZSCORE', KEYS[1], ARGV[1]) == false then return 0 end
redis.call('HSET', KEYS[2], 'data', ARGV[2])
return 1`

/** Is the text of an entry handled at `handledAt` dropped, or within a minute of it? */
export function isTextDue({ keepTextMs }: RedisSettings, handledAt: number): boolean {
  return handledAt <= Date.now() - keepTextMs + minuteMs
}

/**
 * Drops the text of entries handled longer than `keepTextMs` ago. BullMQ removes jobs as a whole only (id and InfoType go that way
 * after 30 days), so their data is rewritten without the text. `mark` is up to when that is done.
 */
async function sweepTexts(client: Client, { prefix, keepTextMs }: RedisSettings, queueName: string): Promise<void> {
  const markKey = `${prefix}:${queueName}-swept`
  const jobKey = (id: string) => `${prefix}:${queueName}:${id}`
  const completed = jobKey('completed')
  const from = (await client.get(markKey)) ?? '-inf'
  const until = Date.now() - keepTextMs
  for (let offset = 0; ; offset += batch) {
    const ids = await client.zrangebyscore(completed, from, until, 'LIMIT', offset, batch)
    for (const id of ids) {
      const { xml, ...rest } = JSON.parse((await client.hget(jobKey(id), 'data')) ?? '{}') as Partial<JobData>
      if (xml === undefined) continue
      await client.eval(dropIfCompleted, 2, completed, jobKey(id), id, JSON.stringify(rest))
    }
    if (ids.length < batch) break
  }
  await client.set(markKey, until)
}

/** Takes ids out of the index of unhandled entries that BullMQ's tools retried or removed. One entered just now may yet be failed. */
async function sweepUnhandled(client: Client, settings: RedisSettings, queueName: string): Promise<void> {
  const index = unhandledKey(settings, queueName)
  const stale = await client.zdiff(2, [index, `${settings.prefix}:${queueName}:failed`])
  if (stale.length === 0) return
  const entered = await client.zmscore(index, stale)
  const gone = stale.filter((_, n) => Number(entered[n] ?? 0) < Date.now() - hourMs)
  if (gone.length > 0) await client.zrem(index, gone)
}

/** Sweeps now and every hour (more often if text is kept for less), in one of the consumers; returns how to stop. A sweep that fails is made up for by the next. */
export function startSweeping(client: Client, settings: RedisSettings, queueName: string): () => void {
  const turnKey = `${settings.prefix}:${queueName}-sweeping`
  const everyMs = Math.max(Math.min(hourMs, settings.keepTextMs), leastEveryMs)
  const sweep = async () => {
    const mine = await client.set(turnKey, '1', 'PX', Math.round(everyMs * 0.9), 'NX')
    if (!mine) return
    await sweepTexts(client, settings, queueName)
    await sweepUnhandled(client, settings, queueName)
  }
  const turn = () => {
    sweep().catch(() => {})
  }
  const timer = setInterval(turn, everyMs)
  timer.unref()
  turn()
  return () => clearInterval(timer)
}
