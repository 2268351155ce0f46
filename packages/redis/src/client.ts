import type { Cluster, Redis } from 'ioredis'

export type Client = Redis | Cluster

/** Works for a client of any copy of ioredis. */
export function isClient(value: unknown): value is Client {
  return typeof (value as Client | null | undefined)?.duplicate === 'function'
}

export function keyPrefixOf(client: Client): string | undefined {
  const { keyPrefix, redisOptions } = client.options as KeyPrefixes
  return keyPrefix || redisOptions?.keyPrefix
}

interface KeyPrefixes {
  readonly keyPrefix?: string
  readonly redisOptions?: { readonly keyPrefix?: string }
}
