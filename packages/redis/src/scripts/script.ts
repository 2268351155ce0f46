import { createHash } from 'node:crypto'
import type { Client } from '../client.js'

/** A Lua program that Redis runs as one step: it happens as a whole or not at all. */
export interface Script {
  readonly lua: string
  readonly sha: string
}

export function toScript(...parts: readonly string[]): Script {
  const lua = parts.join('\n')
  return { lua, sha: createHash('sha1').update(lua).digest('hex') }
}

/** All of `keys` must be on one node of a Redis Cluster; so must the keys whose names a script builds. */
export async function runScript(
  client: Client,
  { lua, sha }: Script,
  keys: readonly string[],
  args: readonly (string | number)[] = [],
): Promise<unknown> {
  try {
    return await client.evalsha(sha, keys.length, ...keys, ...args)
  } catch (error) {
    if (!(error instanceof Error) || !error.message.includes('NOSCRIPT')) throw error
    return await client.eval(lua, keys.length, ...keys, ...args)
  }
}
