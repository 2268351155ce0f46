import type { SealedPush } from '@wehook/simulator'

/** The part of a receiver that `deliver` needs: `handle`, which an adapter would call. */
export interface PushHandler<R> {
  handle(request: {
    readonly method: 'POST'
    readonly query: Readonly<Record<string, unknown>>
    readonly headers: Readonly<Record<string, string>>
    readonly body: string
  }): Promise<R>
}

/**
 * Passes a push to a receiver without a server, and returns the answer.
 *
 * @example
 * const answer = await deliver(receiver, sealPush(platform, samples.authorized.typical))
 * assert.equal(answer.body, 'success')
 */
export function deliver<R>(receiver: PushHandler<R>, push: SealedPush): Promise<R> {
  return receiver.handle({ method: 'POST', query: { ...push.query }, headers: push.headers, body: push.body })
}
