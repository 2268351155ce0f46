import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createFakeClock, createSimulatedPlatform } from '@wehook/simulator'
import { sqliteStorage } from '@wehook/sqlite'
import { createBackend } from './backend.js'

/** A PNG as small as one can be, in place of a photo of the licence. */
const licence = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

export interface ProviderOptions {
  /** Where `provider.db` is kept. */
  readonly folder: string
  /** Default: any free port. */
  readonly port?: number
  readonly print: (line: string) => void
}

/** The provider's backend and, in place of WeChat, the simulated platform, whose pages play the person. */
export async function startProvider({ folder, port = 0, print }: ProviderOptions) {
  const platform = await createSimulatedPlatform({ clock: createFakeClock({ running: true }) })
  const backend = createBackend({
    platform: platform.receiverOptions,
    api: platform.clientOptions,
    storage: sqliteStorage({ file: join(folder, 'provider.db') }),
    notify: ({ reference, kind }, text) => print(`  ${reference}  ${kind}  ${text}`),
    licence,
  })
  const server = backend.app.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  platform.pushTo(`${url}/wechat/authorization`)
  await backend.start()
  await platform.pushTicket()
  return {
    url,
    platform,
    tasks: backend.tasks,
    async stop() {
      await platform.close()
      platform.clock.stop()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await backend.stop()
    },
  }
}
