import type { RequestHandler } from '@wehook/core'
import { type Host, refuseCaller, toPathMatch, toPushRequest } from '@wehook/core/node'
import type { Middleware } from 'koa'

export interface MountOptions {
  /**
   * Answer only this path and hand others to the next middleware. It may have a parameter: `/wechat/message/:appid`, `/callback/a:appid`.
   * Default: every path, as in a route.
   */
  readonly path?: string
}

const host: Host = {
  framework: 'Koa',
  readers: {
    form: { en: 'a form parser', zh: '表单解析中间件' },
    xml: { en: 'an XML parser', zh: 'XML 解析中间件' },
    json: { en: 'a JSON parser', zh: 'JSON 解析中间件' },
    unknown: { en: 'a body parser', zh: '请求体解析中间件（body parser）' },
  },
  line: (path) => `app.use(mount(receiver, { path: '${path}' }))`,
  place: { en: 'above every app.use() that reads bodies', zh: '所有读取请求体的 app.use() 之前' },
}

/**
 * Mounts a receiver, or anything else with `handle`, in Koa 2 or 3, behind whatever body parser the app has.
 *
 * @throws ERR_OPTIONS_INVALID for a path that does not begin with /, and where another framework calls it.
 * @example app.use(mount(receiver, { path: '/wechat/authorization' }))
 * @example router.all('/wechat/authorization', mount(receiver)) // @koa/router
 */
export function mount(handler: RequestHandler, options: MountOptions = {}): Middleware {
  const matches = toPathMatch(options.path)
  return async (...args) => {
    const [ctx, next] = args
    if (ctx.req === undefined || ctx.request === undefined) return refuseCaller('Koa', args)
    if (!matches(ctx.path)) return next()
    const { originalUrl } = ctx
    const { rawBody, body: parsedBody } = ctx.request as { readonly rawBody?: unknown; readonly body?: unknown }
    const source = { rawBody, parsedBody, originalUrl, native: ctx, host }
    const { status, headers, body } = await handler.handle(toPushRequest(ctx.req, source))
    ctx.status = status
    ctx.set({ ...headers })
    // Koa writes other bytes than a Buffer as JSON.
    ctx.body = typeof body === 'string' ? body : Buffer.from(body)
  }
}
