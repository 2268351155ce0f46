import type { Bilingual, WehookErrorCode } from '@wehook/core'
import type { Client } from './client.js'
import { toError } from './error.js'
import type { RedisSettings } from './options.js'
import { doubts, evicts, type Fault, noAppendOnlyFile } from './texts.js'

/** What a Redis server reports about its settings; a field is absent when it does not say. */
export interface Durability {
  readonly appendOnly?: boolean
  readonly fsync?: string
  readonly eviction?: string
}

/** Managed Redis forbids CONFIG, so INFO is asked first; only the fsync policy needs CONFIG. A careful host may forbid both. */
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

/** An error that Redis answers with (NOPERM, an unknown command) leaves the question open; a connection that breaks is an error. */
function unlessAnswered(error: unknown): undefined {
  if (error instanceof Error && error.name === 'ReplyError') return undefined
  throw error
}

/** RESP2 answers a flat list, RESP3 a map; ioredis may give either. */
function toConfigValue(answer: unknown): string | undefined {
  const value = Array.isArray(answer) ? answer[1] : (answer as Record<string, unknown> | null)?.['appendfsync']
  return typeof value === 'string' ? value : undefined
}

/** Why a crash or a full memory would lose a push that was answered `success`. */
export function volatilityOf({ appendOnly, eviction }: Durability): Fault | undefined {
  if (appendOnly === false) return noAppendOnlyFile
  return eviction === undefined || eviction === 'noeviction' ? undefined : evicts(eviction)
}

/** What the operator should know although it is not serious enough to refuse. */
export function doubtsOf({ appendOnly, fsync, eviction }: Durability): readonly Bilingual[] {
  const found: Bilingual[] = []
  if (appendOnly === undefined) found.push(doubts.appendOnlyUnknown)
  else if (fsync === undefined) found.push(doubts.fsyncUnknown)
  else if (appendOnly && fsync !== 'always') found.push(doubts.syncsRarely(fsync))
  if (eviction === undefined) found.push(doubts.evictionUnknown)
  return found
}

/**
 * Refuses a Redis that is not durable with an error of `code`, and warns once of each doubt. To be asked for each connection, for another
 * server may have taken over.
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
