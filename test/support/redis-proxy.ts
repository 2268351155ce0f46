import type { AddressInfo } from 'node:net'
import { connect, createServer, type Socket } from 'node:net'

/** Leads to a Redis until it is cut: a storage behind it then is to the others what a process that died is. */
export async function createRedisProxy(target: string): Promise<{ readonly url: string; close(): void }> {
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
    close() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
