import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { RequestHandler } from '@wehook/core'
import { type AdapterHarness, adapterContract } from '@wehook/testing'
import { describe, it } from 'vitest'

/** An app of one framework with a handler in it, mostly a receiver, as a test asks for it. */
export interface AppOptions {
  readonly handler: RequestHandler
  readonly path: string
  readonly isDrained: boolean
}

export interface Adapted {
  /** Starts a server that listens on 127.0.0.1; its app answers POST /elsewhere. */
  start(options: AppOptions): Promise<Server>
  readonly isNative: AdapterHarness['isNative']
  readonly hostReads?: AdapterHarness['hostReads']
  readonly gzip?: AdapterHarness['gzip']
}

export const elsewhere = '/elsewhere'

interface Mounted {
  readonly path: string
  readonly receives: NonNullable<AdapterHarness['receives']>
}

/** The whole contract, mounted at the root and under a prefix; cases wait more than they work, so they run beside one another. */
export function runAdapterContract(title: string, adapted: Adapted, { messages = false } = {}): void {
  runMounted(title, adapted, { path: '/', receives: 'authorization' })
  runMounted(title, adapted, { path: '/wechat/authorization', receives: 'authorization' })
  // What differs between the receivers is no matter of parsers, so once in each framework will do.
  if (messages) runMounted(title, adapted, { path: '/wechat/message', receives: 'message' })
}

function runMounted(title: string, adapted: Adapted, mounted: Mounted): void {
  describe(`${title}, at ${mounted.path}`, () => {
    for (const { name, run } of adapterContract) {
      it.concurrent(name, async () => {
        const harness = createHarness(adapted, mounted)
        try {
          await run(harness)
        } finally {
          await harness.close()
        }
      })
    }
  })
}

function createHarness(
  { start, isNative, hostReads = 'nothing', gzip = 'untouched' }: Adapted,
  { path, receives }: Mounted,
): AdapterHarness {
  let server: Server | undefined
  return {
    hostReads,
    gzip,
    isNative,
    receives,
    async serve(handler, { isDrained }) {
      server = await start({ handler, path, isDrained })
      return { server, path, elsewhere }
    },
    close: () => stop(server),
  }
}

export async function listen(server: Server): Promise<Server> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

export function serveListener(listener: RequestListener): Promise<Server> {
  return listen(createServer(listener))
}

export async function stop(server: Server | undefined): Promise<void> {
  if (!server) return
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}

/** Another major of a framework by its alias, typed like the one that is installed under its name. */
export function requireAlias<T>(alias: string): T {
  const loaded: { readonly default?: T } & T = createRequire(import.meta.url)(alias)
  return loaded.default ?? loaded
}

export function majorOf(alias: string): number {
  const { version }: { readonly version: string } = createRequire(import.meta.url)(`${alias}/package.json`)
  return Number(version.split('.', 1)[0])
}

/** Is it an object with these properties? */
export function has(value: unknown, ...names: readonly string[]): boolean {
  return typeof value === 'object' && value !== null && names.every((name) => name in value)
}
