import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Receiver } from '../receiver.js'
import type { Host } from './consumed.js'
import { toPushRequest, writeResponse } from './node-request.js'
import { toPathMatch } from './path.js'

export type { Host } from './consumed.js'
export { type NodeSource, toPushRequest, writeResponse } from './node-request.js'
export { toPathMatch } from './path.js'

export interface NodeHandlerOptions {
  /** Answer only this path; requests for others go to `next`, or get 404. Default: every path. */
  readonly path?: string
}

const host: Host = {
  framework: 'node:http',
  readers: { unknown: 'the host' },
  mend: (path) => `if (request.url.split('?', 1)[0] === '${path}') return toNodeHandler(receiver)(request, response)`,
  place: 'as the first of the request listener',
}

/**
 * A handler for `node:http`, or for anything with its `(request, response, next?)`.
 *
 * @throws ERR_OPTIONS_INVALID
 * @example http.createServer(toNodeHandler(receiver)).listen(8080)
 */
export function toNodeHandler(receiver: Pick<Receiver, 'handle'>, options: NodeHandlerOptions = {}) {
  const isOurs = toPathMatch(options.path)
  return async (request: IncomingMessage, response: ServerResponse, next?: () => unknown): Promise<void> => {
    if (!isOurs((request.url ?? '').split('?', 1)[0] as string)) {
      if (next) next()
      else response.writeHead(404).end()
      return
    }
    writeResponse(response, await receiver.handle(toPushRequest(request, { host })))
  }
}
