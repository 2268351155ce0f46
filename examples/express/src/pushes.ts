import { readFileSync } from 'node:fs'
import { eventId, type PlatformOptions } from '@wehook/core'
import { samples, sealPush } from '@wehook/testing'

/** One push of the demo: where it comes from, how it goes over the wire, and what should come of it. */
export interface DemoPush {
  readonly from: string
  readonly id: string
  readonly query: string
  readonly body: string
  readonly expect: 'handled' | 'refused'
}

interface Vector {
  readonly id: string
  readonly token: string
  readonly encodingAesKey: string
  readonly receiveId: string
  readonly timestamp: string
  readonly nonce: string
  readonly encrypt: string
  readonly signature: string
  readonly msgSignature: string
  readonly plaintext: string
  readonly envelope?: 'AppId' | 'ToUserName'
}

const published: readonly Vector[] = JSON.parse(
  readFileSync(new URL('../../../test/vectors/published.json', import.meta.url), 'utf8'),
)
// The two pushes that WeChat really sent, and the one that its documentation prints.
const vectors = published.filter(({ envelope }) => envelope !== undefined)

/** Invented, like everything that it seals. */
const invented: PlatformOptions = {
  componentAppId: 'wx0000000000000c01',
  token: 'a-token-of-the-demo',
  encodingAesKey: 'TheDemoSealsItsOwnPushesWithThisInventedKey',
}
const another: PlatformOptions = { ...invented, componentAppId: 'wx0000000000000c02' }

const byAppId = new Map(
  vectors.map(({ receiveId, token, encodingAesKey }) => [
    receiveId,
    { componentAppId: receiveId, token, encodingAesKey },
  ]),
)
export const platforms: readonly PlatformOptions[] = [...byAppId.values(), invented]

function fromVector(vector: Vector): DemoPush {
  const { id, timestamp, nonce, signature, msgSignature, receiveId, envelope, encrypt, plaintext } = vector
  const first =
    envelope === 'AppId'
      ? `<AppId><![CDATA[${receiveId}]]></AppId>`
      : '<ToUserName><![CDATA[gh_97417a04a28d]]></ToUserName>'
  return {
    from: id.startsWith('real') ? 'genuine, 2015' : "WeChat's documentation",
    id: eventId(receiveId, plaintext),
    query: `?signature=${signature}&timestamp=${timestamp}&nonce=${nonce}&encrypt_type=aes&msg_signature=${msgSignature}`,
    body: `<xml>\n    ${first}\n    <Encrypt><![CDATA[${encrypt}]]></Encrypt>\n</xml>`,
    expect: 'handled',
  }
}

type Sample = Parameters<typeof sealPush>[1]

function sealed(fields: Sample): DemoPush {
  const push = sealPush(invented, fields)
  return {
    from: 'sealed here',
    id: eventId(invented.componentAppId, push.xml),
    query: push.url(''),
    body: push.body,
    expect: 'handled',
  }
}

/** A type of push that no release knows yet: it arrives as `unknown`. */
function ofTomorrow(appId: string): string {
  const seconds = Math.floor(Date.now() / 1000)
  return `<xml><AppId><![CDATA[${appId}]]></AppId>\n<CreateTime>${seconds}</CreateTime>\n<InfoType><![CDATA[notify_of_tomorrow]]></InfoType></xml>`
}

function forged(from: string, platform: PlatformOptions, bend: (query: Record<string, string>) => void): DemoPush {
  const push = sealPush(platform, samples.component_verify_ticket.typical)
  const query: Record<string, string> = { ...push.query }
  bend(query)
  // Sealed for one platform and delivered in the name of another, where the two differ.
  const body = push.body.replace(platform.componentAppId, invented.componentAppId)
  return { from, id: '', query: `?${new URLSearchParams(query)}`, body, expect: 'refused' }
}

/** What the demo sends: the published pushes, one of each event, and three that must be refused. */
export function demoPushes(): readonly DemoPush[] {
  return [
    ...vectors.map(fromVector),
    sealed(samples.component_verify_ticket.typical),
    sealed(samples.authorized.typical),
    sealed(samples.updateauthorized.typical),
    sealed(samples.unauthorized.typical),
    sealed(samples.notify_third_fasteregister.succeeded),
    sealed(samples.notify_third_fasteregister.failed),
    sealed(samples.notify_third_fastregisterbetaapp.succeeded),
    sealed(samples.notify_third_fastverifybetaapp.pending),
    sealed(ofTomorrow(invented.componentAppId)),
    forged('wrong signature', invented, (query) => {
      query['msg_signature'] = '0'.repeat(40)
    }),
    forged('wrong appid', another, () => {}),
    forged('replayed `signature`', invented, (query) => {
      query['msg_signature'] = query['signature'] as string
    }),
  ]
}
