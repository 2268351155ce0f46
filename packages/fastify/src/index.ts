import type { Readable } from 'node:stream'
import type { RequestHandler } from '@wehook/core'
import { anyReader, type Host, toPushRequest, wrongAdapter } from '@wehook/core/node'
import type { FastifyPluginCallback, FastifyRequest } from 'fastify'

const host: Host = {
  framework: 'Fastify',
  readers: anyReader({ en: 'a preParsing hook', zh: 'preParsing 钩子' }),
  line: (path) => `if (request.url.split('?', 1)[0] === '${path}') return payload`,
  place: {
    en: 'as the first of that hook (done(null, payload) for payload, if it takes a callback)',
    zh: '该钩子的第一行（回调形式的钩子用 done(null, payload) 代替 payload）',
  },
}

const mediaType = /^[\w.+-]+\/[\w.+-]+ *(?:;|$)/

const bodyStream = Symbol('body stream of wehook')
type WithStream = FastifyRequest & { [bodyStream]?: Readable }

/**
 * A plugin that mounts a receiver, or anything else with `handle`, in Fastify 4 or 5 under its prefix. Encapsulated: the host's own parsers
 * stay as they are.
 *
 * @throws ERR_OPTIONS_INVALID where another framework calls it.
 * @example await app.register(mount(receiver), { prefix: '/wechat/authorization' })
 */
export function mount(handler: RequestHandler): FastifyPluginCallback {
  return (scope, options, done) => {
    if (typeof scope?.decorateRequest !== 'function') throw wrongAdapter('Fastify', [scope, options, done])
    scope.removeAllContentTypeParsers()
    // The stream is handed on, so that the receiver's limit and answers apply, not Fastify's. It is not in request.body, where hooks of the
    // host expect what can be logged and looked into.
    scope.decorateRequest(bodyStream, undefined)
    // By name, because Fastify remembers which parser a name has; `*` for any other type of a push.
    scope.addContentTypeParser(['text/xml', '*'], (request: WithStream, stream, parsed) => {
      request[bodyStream] = stream
      parsed(null, {})
    })
    // Fastify 5 answers 415 to a type that it cannot parse; the type of a push does not matter.
    scope.addHook('preParsing', ({ raw: { headers } }, _reply, stream, next) => {
      const type = headers['content-type']
      if (type !== undefined && !mediaType.test(type)) delete headers['content-type']
      next(null, stream)
    })
    scope.all('/', async (request: WithStream, reply) => {
      const { rawBody } = request as { readonly rawBody?: unknown }
      const source = { rawBody, stream: request[bodyStream], originalUrl: request.originalUrl, native: request, host }
      const { status, headers, body } = await handler.handle(toPushRequest(request.raw, source))
      reply.code(status).headers(headers)
      return typeof body === 'string' ? body : Buffer.from(body)
    })
    done()
  }
}
