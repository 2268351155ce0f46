import { bodyAborted, requirePlain } from './body.js'
import { collectBody } from './collect-body.js'
import { bodyConsumed, type Host } from './consumed.js'
import type { BodyLimits } from './exchange.js'

/**
 * The body of a fetch Request, limited in size and time.
 *
 * @throws ERR_BODY_CONSUMED, ERR_BODY_TOO_LARGE, ERR_BODY_ENCODING, ERR_BODY_TIMEOUT, ERR_BODY_ABORTED
 */
export async function readFetchBody(request: Request, host: Host, limits: BodyLimits): Promise<Uint8Array> {
  if (request.bodyUsed || request.body?.locked) throw bodyConsumed(host, new URL(request.url).pathname)
  requirePlain(request.headers.get('content-encoding'))
  const collector = collectBody(limits)
  const reader = request.body?.getReader()
  const readAll = async () => {
    for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) collector.add(next.value)
    collector.end()
  }
  readAll().catch((cause) => collector.fail(bodyAborted(cause)))
  try {
    return await collector.body
  } catch (error) {
    reader?.cancel().catch(() => {})
    throw error
  }
}
