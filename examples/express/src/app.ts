import { createReceiver, type EventBase, type Logger, type ReceiverOptions } from '@wehook/core'
import { mount } from '@wehook/express'
import express from 'express'

/** A service provider's app: its handlers, its own routes, and wehook mounted beside them. `note` stands for its database. */
export function createApp(
  options: ReceiverOptions,
  note: (event: EventBase, text: string) => unknown,
  logger?: Logger,
) {
  const receiver = createReceiver({ ...options, ...(logger && { logger }) })

  receiver.on('component_verify_ticket', (event) => note(event, 'ticket kept'))
  receiver.on('authorized', (event) => note(event, `${event.payload.AuthorizerAppid} may be served`))
  receiver.on('updateauthorized', (event) => note(event, `${event.payload.AuthorizerAppid} changed its permissions`))
  receiver.on('unauthorized', (event) => note(event, `${event.payload.AuthorizerAppid} is gone`))
  receiver.on('notify_third_fasteregister', (event) => {
    if (event.outcome === 'succeeded') return note(event, `registered as ${event.payload.appid}`)
    return note(event, `${event.status.zh} → ${event.status.advice}`)
  })
  receiver.on('notify_third_fastregisterbetaapp', (event) => {
    if (event.outcome === 'succeeded') return note(event, `trial mini program ${event.payload.appid}`)
    return note(event, `${event.status.zh} → ${event.status.advice}`)
  })
  receiver.on('notify_third_fastverifybetaapp', (event) => note(event, `${event.status.zh} → ${event.status.advice}`))
  receiver.on('unknown', (event) => note(event, event.issues[0]?.message ?? 'a type of push that is new to wehook'))

  const app = express()
  app.get('/', (_request, response) => response.send('the rest of your app'))
  app.use('/wechat/authorization', mount(receiver))
  return { app, receiver }
}
