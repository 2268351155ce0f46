import { redisStorage } from '@wehook/redis'

/** From the environment, the same for every process; the defaults are invented. */
export const platform = {
  componentAppId: process.env['WX_APPID'] ?? 'wx0000000000000c01',
  token: process.env['WX_TOKEN'] ?? 'a-token-of-the-demo',
  encodingAesKey: process.env['WX_AES_KEY'] ?? 'TheDemoSealsItsOwnPushesWithThisInventedKey',
}

export const redisUrl = process.env['REDIS_URL'] ?? 'redis://127.0.0.1:6379'

export const storage = redisStorage({
  connection: redisUrl,
  ...(process.env['WEHOOK_PREFIX'] && { prefix: process.env['WEHOOK_PREFIX'] }),
  ...(process.env['WEHOOK_SEAL_KEY'] && { sealKey: process.env['WEHOOK_SEAL_KEY'] }),
})

export const port = Number(process.env['PORT'] ?? 3000)

/** Runs `end` once when the process is told to end: by Ctrl-C, a process manager, Kubernetes. */
export function onEnd(end: () => Promise<void>): void {
  let isEnding = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (!isEnding) end().then(() => process.disconnect?.())
      isEnding = true
    })
  }
}
