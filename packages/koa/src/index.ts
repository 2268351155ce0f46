import type { Receiver } from '@wehook/core'
import { type Host, toPathMatch, toPushRequest } from '@wehook/core/node'
import type { Middleware } from 'koa'

export interface MountOptions {
  /** Answer only this path and hand others to the next middleware. Default: every path, as in a route. */
  readonly path?: string
}

const host: Host = {
  framework: 'Koa',
  readers: { form: 'a form parser', xml: 'an XML parser', json: 'a JSON parser', unknown: 'a body parser' },
  mend: (path) => `app.use(mount(receiver, { path: '${path}' }))`,
  place: 'above every app.use() that reads bodies',
}

/**
 * Mounts a receiver in Koa 2 or 3, behind whatever body parser the app has.
 *
 * @throws ERR_OPTIONS_INVALID for a path that does not begin with /
 * @example app.use(mount(receiver, { path: '/wechat/authorization' }))
 * @example router.all('/wechat/authorization', mount(receiver)) // @koa/router
 */
export function mount(receiver: Pick<Receiver, 'handle'>, options: MountOptions = {}): Middleware {
  const isOurs = toPathMatch(options.path)
  return async (ctx, next) => {
    if (!isOurs(ctx.path)) return next()
    const { originalUrl } = ctx
    const { rawBody, body: parsedBody } = ctx.request as { readonly rawBody?: unknown; readonly body?: unknown }
    const source = { rawBody, parsedBody, originalUrl, host }
    const { status, headers, body } = await receiver.handle(toPushRequest(ctx.req, source))
    ctx.status = status
    ctx.set(headers)
    ctx.body = body
  }
}
