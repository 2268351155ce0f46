import { createReceiver, type Receiver, type ReceiverOptions } from '@wehook/core'
import { samples, sealPush } from '@wehook/testing'
import supertest, { type Test } from 'supertest'

const platform = {
  componentAppId: 'wx7c0e5a1b2d3f4a68',
  token: 'hosting-token',
  encodingAesKey: 'kQ3vX8pLm2Zr7TnB5yHs9WdFg1CjKa4EuRo6NiVtYxq',
}

export function newReceiver(options: Partial<ReceiverOptions> = {}): Receiver {
  return createReceiver({ ...platform, logger: false, ...options } as ReceiverOptions)
}

/** A push that {@link newReceiver}'s receiver takes. */
export function newPush() {
  return sealPush(platform, samples.authorized.typical)
}

export function pushTo(server: Parameters<typeof supertest>[0], path: string, push = newPush()): Test {
  return supertest(server).post(path).query(push.query).set(push.headers).send(push.body)
}
