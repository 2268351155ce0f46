import type { Readable } from 'node:stream'
import type { Receiver } from '@wehook/core'
import { type Host, toPushRequest } from '@wehook/core/node'
import type { FastifyPluginCallback, FastifyRequest } from 'fastify'

const host: Host = {
  framework: 'Fastify',
  readers: { unknown: 'a preParsing hook' },
  mend: (path) => `if (request.url.split('?', 1)[0] === '${path}') return payload`,
  place: 'as the first of that hook (done(null, payload) for payload, if it takes a callback)',
}

const mediaType = /^[\w.+-]+\/[\w.+-]+ *(?:;|$)/

const bodyStream = Symbol('body stream of wehook')
type WithStream = FastifyRequest & { [bodyStream]?: Readable }

/**
 * A plugin that mounts a receiver in Fastify 4 or 5 under its prefix. Encapsulated: the host's own parsers stay as they are.
 *
 * @example await app.register(mount(receiver), { prefix: '/wechat/authorization' })
 */
export function mount(receiver: Pick<Receiver, 'handle'>): FastifyPluginCallback {
  return (scope, _options, done) => {
    scope.removeAllContentTypeParsers()
    // The stream is handed on, so that the receiver's limit and answers hold, not Fastify's (DESIGN §7); not as request.body, where
    // hooks of the host expect what can be logged and looked into.
    scope.decorateRequest(bodyStream, undefined)
    // By name, since Fastify remembers which parser a name has; `*` for whatever else a push may call itself.
    scope.addContentTypeParser(['text/xml', '*'], (request: WithStream, stream, parsed) => {
      request[bodyStream] = stream
      parsed(null, {})
    })
    // Fastify 5 answers 415 by itself to a type it cannot make out; what type a push has does not matter (PROTOCOL §1.2).
    scope.addHook('preParsing', ({ raw: { headers } }, _reply, stream, next) => {
      const type = headers['content-type']
      if (type !== undefined && !mediaType.test(type)) delete headers['content-type']
      next(null, stream)
    })
    scope.all('/', async (request: WithStream, reply) => {
      const { rawBody } = request as { readonly rawBody?: unknown }
      const source = { rawBody, stream: request[bodyStream], originalUrl: request.originalUrl, host }
      const { status, headers, body } = await receiver.handle(toPushRequest(request.raw, source))
      reply.code(status).headers(headers)
      return body
    })
    done()
  }
}
