import type { Bilingual, WehookErrorCode } from '@wehook/core'
import type { Client } from './client.js'
import { toError } from './error.js'
import type { RedisSettings } from './options.js'
import { doubts, evicts, type Fault, noAppendOnlyFile } from './texts.js'

/** What a Redis server reports about its settings; a field is absent when the server does not report it. */
export interface Durability {
  readonly appendOnly?: boolean
  readonly fsync?: string
  readonly eviction?: string
}

/** Managed Redis forbids CONFIG, so INFO is used where possible; only the fsync policy needs CONFIG. Both may be forbidden. */
export async function readDurability(client: Client): Promise<Durability> {
  const [persistence, memory] = await Promise.all(
    ['persistence', 'memory'].map((section) => client.info(section).catch(unlessAnswered)),
  )
  const info = `${persistence}\n${memory}`
  const field = (name: string) => new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1]
  const fsync = await client.config('GET', 'appendfsync').then(toConfigValue, unlessAnswered)
  const appendOnly = field('aof_enabled')
  const eviction = field('maxmemory_policy')
  return {
    ...(appendOnly !== undefined && { appendOnly: appendOnly === '1' }),
    ...(eviction !== undefined && { eviction }),
    ...(fsync !== undefined && { fsync }),
  }
}

/** Ignores an error that Redis answers with (NOPERM, an unknown command): the setting stays unknown. A broken connection is an error. */
function unlessAnswered(error: unknown): undefined {
  if (error instanceof Error && error.name === 'ReplyError') return undefined
  throw error
}

/** The answer is a flat list in RESP2 and a map in RESP3; ioredis may return either. */
function toConfigValue(answer: unknown): string | undefined {
  const value = Array.isArray(answer) ? answer[1] : (answer as Record<string, unknown> | null)?.['appendfsync']
  return typeof value === 'string' ? value : undefined
}

/** The reason why a crash or full memory would lose a push that was answered with `success`. */
export function volatilityOf({ appendOnly, eviction }: Durability): Fault | undefined {
  if (appendOnly === false) return noAppendOnlyFile
  return eviction === undefined || eviction === 'noeviction' ? undefined : evicts(eviction)
}

/** Warnings that are not serious enough to refuse startup. */
export function doubtsOf({ appendOnly, fsync, eviction }: Durability): readonly Bilingual[] {
  const found: Bilingual[] = []
  if (appendOnly === undefined) found.push(doubts.appendOnlyUnknown)
  else if (fsync === undefined) found.push(doubts.fsyncUnknown)
  else if (appendOnly && fsync !== 'always') found.push(doubts.syncsRarely(fsync))
  if (eviction === undefined) found.push(doubts.evictionUnknown)
  return found
}

/**
 * Refuses a Redis that is not durable with an error of `code`, and gives each warning once. Must be called for each new connection, because another
 * server may have taken over after a failover.
 */
export function checkDurability({ allowVolatile, language, warn }: RedisSettings) {
  const warned = new Set<string>()
  return async (client: Client, code: WehookErrorCode): Promise<void> => {
    if (allowVolatile) return
    const durability = await readDurability(client)
    const volatility = volatilityOf(durability)
    if (volatility) throw toError(code, volatility)
    for (const doubt of doubtsOf(durability)) {
      if (!warned.has(doubt.en)) warn(`wehook: ${doubt[language]}`)
      warned.add(doubt.en)
    }
  }
}
