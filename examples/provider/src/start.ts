import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createFakeClock, createSimulatedPlatform } from '@wehook/simulator'
import { createBackend } from './backend.js'
import { openStorage } from './storage.js'

/** A PNG as small as one can be, in place of a photo of the licence. */
const licence = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

export interface ProviderOptions {
  /** Where `provider.db` is kept. */
  readonly folder: string
  /** `mysql://…`, `postgres://…` or `redis://…`; default `sqlite:`, a file in the folder. */
  readonly storage?: string
  /** Default: any free port. */
  readonly port?: number
  readonly print: (line: string) => void
}

/** The provider's backend and, in place of WeChat, the simulated platform, whose pages play the person. */
export async function startProvider({ folder, storage = 'sqlite:', port = 0, print }: ProviderOptions) {
  const platform = await createSimulatedPlatform({ clock: createFakeClock({ running: true }) })
  const password = randomBytes(6).toString('hex')
  const expected = `Basic ${Buffer.from(`ops:${password}`).toString('base64')}`
  const backend = createBackend({
    platform: platform.receiverOptions,
    api: platform.clientOptions,
    storage: openStorage(storage, folder),
    notify: ({ reference, kind }, text) => print(`  ${reference}  ${kind}  ${text}`),
    licence,
    operators: {
      secret: randomBytes(32).toString('hex'),
      authorize: ({ headers }) =>
        headers?.['authorization'] === expected
          ? 'ops'
          : { status: 401, headers: { 'www-authenticate': 'Basic realm="wehook"' }, body: '' },
    },
  })
  const server = backend.app.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  platform.pushTo(`${url}/wechat/authorization`)
  await backend.start()
  await platform.pushTicket()
  return {
    url,
    /** The console, with the name and the password of this run in the address. */
    consoleUrl: `${url.replace('://', `://ops:${password}@`)}/ops`,
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
