import type { RequestHandler } from '@wehook/core'
import { type Host, toPushRequest, writeResponse, wrongAdapter } from '@wehook/core/node'
import type { RequestHandler as Middleware } from 'express'

const host: Host = {
  framework: 'Express',
  readers: {
    form: { en: 'express.urlencoded()', zh: 'express.urlencoded()' },
    xml: { en: 'an XML parser', zh: 'XML 解析中间件' },
    json: { en: 'express.json()', zh: 'express.json()' },
    unknown: { en: 'a body parser', zh: '请求体解析中间件（body parser）' },
  },
  line: (path) => `app.use('${path}', mount(receiver))`,
  place: { en: 'above every app.use() that reads bodies', zh: '所有读取请求体的 app.use() 之前' },
}

/**
 * Mounts a receiver, or anything else with `handle`, in Express 4 or 5, behind whatever body parser the app has.
 *
 * @throws ERR_OPTIONS_INVALID where another framework calls it.
 * @example app.use('/wechat/authorization', mount(receiver))
 */
export function mount(handler: RequestHandler): Middleware {
  return (request, response, next) => {
    if (request.app === undefined || typeof response?.setHeader !== 'function') {
      const error = wrongAdapter('Express', [request, response, next])
      if (typeof next === 'function') return next(error)
      throw error
    }
    // app.use also sends what lies below its path; that is not WeChat's. A route has matched the whole path already, and has a
    // `next` of its own: `request.route` alone may be an earlier one that let the request through.
    const isRoute = request.route !== undefined && request.next !== next
    if (request.path !== '/' && !isRoute) return next()
    handler
      .handle(toPushRequest(request, { host }))
      .then((answer) => writeResponse(response, answer))
      .catch(next)
  }
}
