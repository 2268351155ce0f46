import type { Receiver } from '@wehook/core'
import { type Host, toPushRequest, writeResponse } from '@wehook/core/node'
import type { RequestHandler } from 'express'

const host: Host = {
  framework: 'Express',
  readers: {
    form: 'express.urlencoded()',
    xml: 'an XML parser',
    json: 'express.json()',
    unknown: 'a body parser',
  },
  mend: (path) => `app.use('${path}', mount(receiver))`,
  place: 'above every app.use() that reads bodies',
}

/**
 * Mounts a receiver in Express 4 or 5, behind whatever body parser the app has.
 *
 * @example app.use('/wechat/authorization', mount(receiver))
 */
export function mount(receiver: Pick<Receiver, 'handle'>): RequestHandler {
  return (request, response, next) => {
    // app.use also sends what lies below its path; that is not WeChat's. A route has matched the whole path already, and has a
    // `next` of its own: `request.route` alone may be an earlier one that let the request through.
    const isRoute = request.route !== undefined && request.next !== next
    if (request.path !== '/' && !isRoute) return next()
    receiver
      .handle(toPushRequest(request, { host }))
      .then((answer) => writeResponse(response, answer))
      .catch(next)
  }
}
