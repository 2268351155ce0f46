import type { Receiver } from '@wehook/core'
import { type ConsumedHint, toPushRequest, writeResponse } from '@wehook/core/node'
import type { Request, RequestHandler } from 'express'

/**
 * Mounts a receiver in Express 4 or 5, behind whatever body parser the app has.
 *
 * @example app.use('/wechat/authorization', mount(receiver))
 */
export function mount(receiver: Pick<Receiver, 'handle'>): RequestHandler {
  return (request, response, next) => {
    // app.use also sends what lies below its path; that is not WeChat's. A route has matched the whole path already.
    if (request.path !== '/' && request.route === undefined) return next()
    const { rawBody, body } = request as Request & { readonly rawBody?: unknown }
    const source = { rawBody, parsedBody: body, consumedBy }
    receiver.handle(toPushRequest(request, source)).then((answer) => writeResponse(response, answer), next)
  }
}

function consumedBy(remains: unknown): ConsumedHint {
  const isForm =
    typeof remains === 'object' && remains !== null && Object.keys(remains).some((key) => key.startsWith('<'))
  return {
    framework: 'Express',
    parser: isForm ? 'express.urlencoded()' : 'a body parser',
    mend: "app.use('/wechat/authorization', mount(receiver)) belongs above app.use(express.urlencoded(…)) and every other parser that takes all content types",
  }
}
