import { bodyTimeout, bodyTooLarge } from './body.js'
import type { BodyLimits } from './exchange.js'

/** A push has about 1 kB. */
const longBytes = 16_384

/** Puts a body together from its chunks. Only the first of `end` and `fail` counts. */
export interface BodyCollector {
  readonly body: Promise<Buffer>
  add(chunk: Uint8Array): void
  end(): Promise<void>
  fail(error: Error): void
}

/** Collects a body within its limits: `body` rejects with ERR_BODY_TOO_LARGE or ERR_BODY_TIMEOUT as soon as one is exceeded. */
export function collectBody({ limitBytes, timeoutMs, budget }: BodyLimits): BodyCollector {
  let chunks: Uint8Array[] = []
  let size = 0
  let settle: { resolve(body: Buffer): void; reject(error: Error): void } | undefined
  const body = new Promise<Buffer>((resolve, reject) => {
    settle = { resolve, reject }
  })
  const share = budget?.open(fail)
  const timer = setTimeout(() => fail(bodyTimeout(timeoutMs)), Math.max(0, timeoutMs))

  function finish() {
    const settling = settle
    settle = undefined
    clearTimeout(timer)
    share?.close()
    return settling
  }

  function fail(error: Error) {
    finish()?.reject(error)
    chunks = []
  }

  return {
    body,
    fail,
    add(chunk) {
      if (!settle) return
      size += chunk.byteLength
      if (size > limitBytes) return fail(bodyTooLarge(limitBytes))
      chunks.push(chunk)
      share?.add(chunk.byteLength)
    },
    async end() {
      // Opening a long body takes long: many at once must not keep short pushes waiting.
      if (size > longBytes) await budget?.turn()
      finish()?.resolve(Buffer.concat(chunks))
    },
  }
}
