import {
  type AuthorizationEvent,
  createPlatform,
  createReceiver,
  describeEvent,
  infoTypes,
  openPush,
  type PlatformOptions,
  readEvent,
  type UnknownEvent,
} from '@wehook/core'
import { deliver, pushInfoTypes, sampleList, samples, sealPush } from '@wehook/testing'
import { describe, expect, it } from 'vitest'

const platform: PlatformOptions = {
  componentAppId: 'wx00000000000000c0',
  token: 'token-of-samples',
  encodingAesKey: 'a'.repeat(43),
}

function read(fields: (typeof sampleList)[number]['fields']): AuthorizationEvent | UnknownEvent {
  const push = sealPush(platform, fields)
  return readEvent(openPush({ query: { ...push.query }, body: push.body }, [createPlatform(platform)]))
}

/** The outcomes that an event's own status tables can give, and the one of codes that stand in none. */
function outcomesOf(infoType: (typeof infoTypes)[number]): readonly string[] {
  const { statuses } = describeEvent(infoType)
  const documented = statuses.flatMap(({ entries }) => entries.map((entry) => entry.outcome))
  return statuses.length === 0 ? [] : [...new Set([...documented, 'undetermined'])]
}

function outcomes(event: AuthorizationEvent | UnknownEvent): readonly string[] {
  if ('items' in event) return event.items.map((item) => item.outcome)
  return 'outcome' in event ? [event.outcome] : []
}

describe('samples', () => {
  it('knows the InfoTypes that core knows', () => {
    expect([...pushInfoTypes].sort()).toEqual([...infoTypes].sort())
  })

  it.each(sampleList)('$infoType / $name is read as a typed event with nothing amiss', ({ infoType, name, fields }) => {
    const event = read(fields)
    expect(event.infoType).toBe(infoType)
    expect(event.issues).toEqual([])
    const known = outcomesOf(infoType)
    if (known.includes(name)) expect(outcomes(event)).toEqual([name])
    if (known.length > 0) expect(outcomes(event).every((outcome) => known.includes(outcome))).toBe(true)
  })

  it.each(infoTypes)('%s has one for each of its outcomes', (infoType) => {
    const names = Object.keys(samples[infoType])
    expect(names).toEqual(expect.arrayContaining([...outcomesOf(infoType)]))
    expect(names.length).toBeGreaterThan(0)
  })
})

describe('deliver', () => {
  it('hands a push to a receiver with no server, and returns the answer', async () => {
    const receiver = createReceiver({ ...platform, logger: false })
    const appids: string[] = []
    receiver.on('unauthorized', (event) => appids.push(event.payload.AuthorizerAppid))
    const answer = await deliver(receiver, sealPush(platform, samples.unauthorized.typical))
    expect(answer).toMatchObject({ status: 200, body: 'success' })
    expect(appids).toEqual([samples.unauthorized.typical.AuthorizerAppid])
  })

  it('delivers every envelope form, and what is no push at all', async () => {
    const receiver = createReceiver({ ...platform, logger: false })
    const unknown: string[] = []
    receiver.on('unknown', (event) => unknown.push(event.wireInfoType ?? ''))
    for (const envelope of ['AppId', 'ToUserName', 'json', 'indented'] as const) {
      const answer = await deliver(receiver, sealPush(platform, samples.unauthorized.typical, { envelope }))
      expect(answer.body).toBe('success')
    }
    await deliver(receiver, sealPush(platform, '<xml><InfoType>of_next_year</InfoType></xml>'))
    await deliver(receiver, sealPush(platform, 'not XML'))
    expect(unknown).toEqual(['of_next_year', ''])
  })
})
