import type { AddressInfo } from 'node:net'
import { connect, createServer, type Socket } from 'node:net'

export interface RedisProxy {
  readonly url: string
  /** New connections lead to `target` from now on; open ones stay, as with a managed Redis after a failover. */
  redirect(target: string): void
  /** Cuts it for good: a storage behind it then is to the others what a process that died is. */
  close(): void
}

/** Leads to a Redis, by URL or by the path of its socket. */
export async function createRedisProxy(firstTarget: string): Promise<RedisProxy> {
  let target = firstTarget
  const sockets = new Set<Socket>()
  const server = createServer((inbound) => {
    const outbound = target.startsWith('/')
      ? connect(target)
      : connect(Number(new URL(target).port || 6379), new URL(target).hostname)
    for (const [from, to] of [
      [inbound, outbound],
      [outbound, inbound],
    ] as const) {
      sockets.add(from)
      from.on('error', () => {})
      from.on('close', () => {
        sockets.delete(from)
        to.destroy()
      })
      from.pipe(to)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `redis://127.0.0.1:${port}`,
    redirect(to) {
      target = to
    },
    close() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
