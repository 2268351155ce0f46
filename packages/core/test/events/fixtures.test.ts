import { readdirSync, readFileSync } from 'node:fs'
import { infoTypes, readEvent } from '@wehook/core'
import { describe, expect, test } from 'vitest'

const folder = new URL('../fixtures/events/', import.meta.url)
const files = readdirSync(folder)
const pushes = files.filter((file) => /\.push\.(xml|txt)$/.test(file))
const nameOf = (file: string) => file.replace(/\.(push|event)\.\w+$/, '')
const textOf = (file: string) => readFileSync(new URL(file, folder), 'utf8')

/** What of an event the document decides. */
function read(xml: string): object {
  const event = readEvent({ id: 'id', componentAppId: 'wx0000000000000001', xml, timestamp: 1_700_000_001 })
  const { id: _id, componentAppId: _appId, xml: _xml, receivedAt: _received, attempt: _attempt, ...rest } = event
  return JSON.parse(JSON.stringify(rest))
}

describe('a pushed document gives the expected event', () => {
  test.each(pushes.map((file) => [nameOf(file), file]))('%s', (name, file) => {
    expect(read(textOf(file))).toEqual(JSON.parse(textOf(`${name}.event.json`)))
  })
})

test('every expected event has its document', () => {
  const expected = files.filter((file) => file.endsWith('.event.json')).map(nameOf)
  expect(expected.sort()).toEqual(pushes.map(nameOf).sort())
})

test('every InfoType has a fixture', () => {
  const read = pushes.map((file) => JSON.parse(textOf(`${nameOf(file)}.event.json`)).infoType)
  expect(read).toEqual(expect.arrayContaining([...infoTypes, 'unknown']))
})
