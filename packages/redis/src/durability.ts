import { WehookError } from '@wehook/core'
import type { Client } from './connection.js'

/** What a Redis says of itself; a field is absent when it does not say. */
export interface Durability {
  readonly appendOnly?: boolean
  readonly fsync?: string
  readonly eviction?: string
}

/** Managed Redis forbids CONFIG, so INFO is asked first; only the fsync policy needs CONFIG. */
export async function readDurability(client: Client): Promise<Durability> {
  const [persistence, memory] = await Promise.all(
    ['persistence', 'memory'].map((section) => client.info(section).catch(unlessForbidden)),
  )
  const info = `${persistence}\n${memory}`
  const field = (name: string) => new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1]
  const fsync = await client.config('GET', 'appendfsync').then(toConfigValue, unlessForbidden)
  const appendOnly = field('aof_enabled')
  const eviction = field('maxmemory_policy')
  return {
    ...(appendOnly !== undefined && { appendOnly: appendOnly === '1' }),
    ...(eviction !== undefined && { eviction }),
    ...(fsync !== undefined && { fsync }),
  }
}

/** An error that Redis answers with (NOPERM, an unknown command) is no knowledge; a connection that breaks is an error. */
function unlessForbidden(error: unknown): undefined {
  if (error instanceof Error && error.name === 'ReplyError') return undefined
  throw error
}

/** RESP2 answers a flat list, RESP3 a map; ioredis may give either. */
function toConfigValue(answer: unknown): string | undefined {
  const value = Array.isArray(answer) ? answer[1] : (answer as Record<string, unknown> | null)?.['appendfsync']
  return typeof value === 'string' ? value : undefined
}

/** @throws ERR_INBOX_UNAVAILABLE when a crash or a full memory would lose what `success` was answered for. */
export function refuseVolatile({ appendOnly, eviction }: Durability): void {
  if (appendOnly === false) {
    throw volatile('its append-only file is off: a crash loses what it holds', 'appendonly yes, appendfsync always')
  }
  if (eviction !== undefined && eviction !== 'noeviction') {
    throw volatile(
      `its maxmemory-policy is ${eviction}: it drops keys when memory is short`,
      'maxmemory-policy noeviction',
    )
  }
}

function volatile(fault: string, mend: string): WehookError {
  return new WehookError('ERR_INBOX_UNAVAILABLE', `this Redis is not durable, ${fault}`, {
    hint: `configure Redis with ${mend}, or accept the loss with redisStorage({ allowVolatile: true })`,
  })
}

/** What the operator should know though it is no ground to refuse. */
export function doubtsOf({ appendOnly, fsync, eviction }: Durability): readonly string[] {
  const doubts: string[] = []
  if (appendOnly === undefined) doubts.push('Redis does not say whether its append-only file is on')
  else if (fsync === undefined) doubts.push('Redis does not say when it syncs its append-only file (appendfsync)')
  else if (appendOnly && fsync !== 'always') {
    doubts.push(
      `Redis syncs its append-only file by "${fsync}", not "always": a crash may lose the last second or two of pushes`,
    )
  }
  if (eviction === undefined) doubts.push('Redis does not say whether it evicts keys (maxmemory-policy)')
  return doubts
}
