import { anyReader, type Host } from './consumed.js'
import type { RequestHandler } from './exchange.js'
import { type NodeRequest, type NodeResponse, toPushRequest, writeResponse } from './node-request.js'
import { toPathMatch } from './path.js'
import { refuseCaller } from './wrong-adapter.js'

export { anyReader, type Host, type ParserKind } from './consumed.js'
export { type NodeRequest, type NodeResponse, type NodeSource, toPushRequest, writeResponse } from './node-request.js'
export { toPathMatch } from './path.js'
export { refuseCaller, wrongAdapter } from './wrong-adapter.js'

export interface NodeHandlerOptions {
  /**
   * Answer only this path, which may have a parameter: `/wechat/message/:appid`. Requests for others go to `next`, or get 404.
   * Default: every path.
   */
  readonly path?: string
}

const host: Host = {
  framework: 'node:http',
  readers: anyReader({ en: 'the host', zh: '宿主应用' }),
  line: (path) => `if (request.url.split('?', 1)[0] === '${path}') return toNodeHandler(receiver)(request, response)`,
  place: { en: 'as the first of the request listener', zh: '请求监听函数的第一行' },
}

/**
 * A handler for `node:http` and `node:http2`, or for anything with its `(request, response, next?)`.
 *
 * @throws ERR_OPTIONS_INVALID for a path that could never match, and where another framework calls it.
 * @example http.createServer(toNodeHandler(receiver)).listen(8080)
 */
export function toNodeHandler(handler: RequestHandler, options: NodeHandlerOptions = {}) {
  const matches = toPathMatch(options.path)
  return async (request: NodeRequest, response: NodeResponse, next?: () => unknown): Promise<void> => {
    if (typeof response?.setHeader !== 'function') return refuseCaller('node:http', [request, response, next])
    if (!matches((request.url ?? '').split('?', 1)[0] as string)) {
      if (next) next()
      else response.writeHead(404).end()
      return
    }
    writeResponse(response, await handler.handle(toPushRequest(request, { host })))
  }
}
