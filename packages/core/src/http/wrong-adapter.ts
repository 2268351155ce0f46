import { WehookError } from '../errors.js'
import { httpTexts } from './texts.js'

type Arguments = readonly unknown[]

/** How each framework calls its middleware, and the line that mounts a receiver there. The first that matches counts. */
const callers: readonly {
  readonly framework: string
  readonly line: string
  readonly calls: (args: Arguments) => boolean
}[] = [
  {
    framework: 'Fastify',
    line: "await app.register(mount(receiver), { prefix: '/wechat' }) // @wehook/fastify",
    // A plugin, a route, or middleware of @fastify/middie, which puts these on Node's request.
    calls: ([first, second]) =>
      has(first, 'register', 'decorateRequest') ||
      (has(first, 'raw') && has(second, 'raw')) ||
      (has(first, 'socket', 'log', 'id') && !has(first, 'app')),
  },
  {
    framework: 'Koa',
    line: "app.use(mount(receiver, { path: '/wechat' })) // @wehook/koa",
    calls: ([first, second]) => has(first, 'req', 'res', 'app', 'originalUrl') && typeof second === 'function',
  },
  {
    framework: 'Express',
    line: "app.use('/wechat', mount(receiver)) // @wehook/express",
    calls: ([first]) => has(first, 'socket', 'app', 'res'),
  },
  {
    framework: 'node:http',
    line: "toNodeHandler(receiver, { path: '/wechat' }) // @wehook/core/node",
    calls: ([first, second]) => has(first, 'socket', 'url') && has(second, 'setHeader'),
  },
  {
    framework: 'fetch',
    line: 'toFetchHandler(receiver) // @wehook/core/fetch; takes a Request, which is c.req.raw in Hono',
    calls: ([first]) =>
      has(first, 'headers', 'bodyUsed') || (has(first, 'req') && has((first as { req: object }).req, 'raw')),
  },
]

/**
 * An adapter was called by a framework other than its own: reports an error that names the right adapter. Middleware
 * in the style of Express gets it through `next`, because the result of such middleware is ignored.
 *
 * @throws ERR_OPTIONS_INVALID
 */
export function refuseCaller(adapter: string, args: Arguments): void {
  const [, second, third] = args
  const error = wrongAdapter(adapter, args)
  if (!has(second, 'setHeader') || typeof third !== 'function') throw error
  third(error)
}

export function wrongAdapter(adapter: string, args: Arguments): WehookError {
  const caller = callers.find(({ framework, calls }) => framework !== adapter && calls(args))
  const { message, hint, unknownHint } = httpTexts.wrongAdapter
  return new WehookError('ERR_OPTIONS_INVALID', message(adapter, caller?.framework), {
    hint: caller ? hint(caller.line) : unknownHint,
  })
}

function has(value: unknown, ...names: readonly string[]): boolean {
  const isObject = (typeof value === 'object' && value !== null) || typeof value === 'function'
  return isObject && names.every((name) => name in (value as object))
}
