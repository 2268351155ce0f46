import { mount } from '@wehook/express'
import express, { type RequestHandler } from 'express'
import { expect, test } from 'vitest'
import {
  type Adapted,
  elsewhere,
  has,
  majorOf,
  requireAlias,
  runAdapterContract,
  serveListener,
} from './adapter-suite.js'

type BodyParser = Pick<typeof express, 'json' | 'text' | 'raw' | 'urlencoded'>

const express4 = requireAlias<typeof express>('express-4')
const bodyParser1 = requireAlias<BodyParser>('body-parser-1')
const bodyParser2 = requireAlias<BodyParser>('body-parser')
const xmlBodyParser = requireAlias<() => RequestHandler>('express-xml-bodyparser')
const addXml = requireAlias<(parser: BodyParser) => void>('body-parser-xml')

test('the aliases hold the majors that they name', () => {
  expect(['express-4', 'express', 'body-parser-1', 'body-parser'].map(majorOf)).toEqual([4, 5, 1, 2])
})

const everyType = () => true

interface Parsers extends Omit<Adapted, 'start' | 'isNative'> {
  readonly use: (framework: typeof express, parser: BodyParser) => readonly RequestHandler[]
}

const parsers: Readonly<Record<string, Parsers>> = {
  'no parser': { use: () => [] },
  'express.json()': { use: ({ json }) => [json()] },
  'express.urlencoded()': { use: ({ urlencoded }) => [urlencoded({ extended: true })] },
  'express.text() of every type': {
    use: ({ text }) => [text({ type: everyType })],
    hostReads: 'text',
    gzip: 'inflated',
  },
  'express.raw() of every type': { use: ({ raw }) => [raw({ type: everyType })], hostReads: 'text', gzip: 'inflated' },
  "a text parser for XML of the host's own": {
    use: ({ text }) => [text({ type: ['text/xml', 'application/xml'] })],
    hostReads: 'text',
    gzip: 'inflated',
  },
  'all four of body-parser': {
    use: (_framework, { json, text, raw, urlencoded }) => [json(), urlencoded({ extended: false }), text(), raw()],
  },
  'urlencoded() of every type that keeps the raw body': {
    use: (_framework, { urlencoded }) => [
      urlencoded({
        extended: false,
        type: everyType,
        verify: (request, _response, bytes) => Object.assign(request, { rawBody: bytes }),
      }),
    ],
    hostReads: 'text',
    gzip: 'inflated',
  },
  'express-xml-bodyparser': { use: () => [xmlBodyParser()], hostReads: 'object', gzip: 'broken' },
  'body-parser-xml': {
    use: (_framework, parser) => {
      const extended = { ...parser }
      addXml(extended)
      return [(extended as unknown as { xml(): RequestHandler }).xml()]
    },
    hostReads: 'object',
    gzip: 'inflated',
  },
}

const drain: RequestHandler = (request, _response, next) => {
  request.resume().on('end', () => next())
}

const versions = [
  ['Express 4', express4, bodyParser1],
  ['Express 5', express, bodyParser2],
] as const

for (const [name, framework, parser] of versions) {
  for (const [title, { use, ...reads }] of Object.entries(parsers)) {
    runAdapterContract(
      `${name}, ${title}`,
      {
        ...reads,
        isNative: (native) => has(native, 'app', 'originalUrl', 'socket'),
        start({ handler, path, isDrained }) {
          const app = framework()
          for (const handler of isDrained ? [drain] : use(framework, parser)) app.use(handler)
          app.post(elsewhere, (_request, response) => void response.send('elsewhere'))
          app.use(path, mount(handler))
          return serveListener(app)
        },
      },
      { messages: name === 'Express 5' && title === 'no parser' },
    )
  }
}
