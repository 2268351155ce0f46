import { createGunzip } from 'node:zlib'
import { mount } from '@wehook/fastify'
import fastify, { type FastifyInstance, type FastifyPluginCallback } from 'fastify'
import { expect, test } from 'vitest'
import { type Adapted, elsewhere, has, majorOf, requireAlias, runAdapterContract } from './adapter-suite.js'

const fastify4 = requireAlias<typeof fastify>('fastify-4')
const formbody4 = requireAlias<FastifyPluginCallback>('@fastify/formbody-4')
const formbody5 = requireAlias<FastifyPluginCallback>('@fastify/formbody-5')
const xmlParser = requireAlias<FastifyPluginCallback>('fastify-xml-body-parser')
const rawBody4 = requireAlias<FastifyPluginCallback<object>>('fastify-raw-body-4')
const rawBody5 = requireAlias<FastifyPluginCallback<object>>('fastify-raw-body')

test('the aliases hold the majors that they name', () => {
  expect(['fastify-4', 'fastify'].map(majorOf)).toEqual([4, 5])
  expect(['@fastify/formbody-4', '@fastify/formbody-5'].map(majorOf)).toEqual([7, 8])
  expect(['fastify-raw-body-4', 'fastify-raw-body'].map(majorOf)).toEqual([4, 5])
})

interface Plugins {
  readonly formbody: FastifyPluginCallback
  readonly rawBody: FastifyPluginCallback<object>
}

interface Parsers extends Omit<Adapted, 'start' | 'isNative'> {
  readonly use: (app: FastifyInstance, plugins: Plugins) => unknown
}

/** As a host would with a proxy in front that compresses. */
const inflate = (app: FastifyInstance) =>
  app.addHook('preParsing', async (request, _reply, payload) =>
    request.headers['content-encoding'] === 'gzip' ? payload.pipe(createGunzip()) : payload,
  )

const parsers: Readonly<Record<string, Parsers>> = {
  'no parser': { use: () => {} },
  '@fastify/formbody': { use: (app, { formbody }) => app.register(formbody) },
  'fastify-xml-body-parser': { use: (app) => app.register(xmlParser) },
  'fastify-raw-body': { use: (app, { rawBody }) => app.register(rawBody) },
  'fastify-raw-body that runs first': {
    use: (app, { rawBody }) => app.register(rawBody, { runFirst: true } as object),
  },
  "a parser for XML of the host's own": {
    use: (app) =>
      app.addContentTypeParser('text/xml', { parseAs: 'string' }, (_request, body, done) => done(null, body)),
  },
  'a preParsing hook that inflates': { use: inflate, gzip: 'inflated' },
}

const versions = [
  ['Fastify 4', fastify4, { formbody: formbody4, rawBody: rawBody4 }],
  ['Fastify 5', fastify, { formbody: formbody5, rawBody: rawBody5 }],
] as const

for (const [name, framework, plugins] of versions) {
  for (const [title, { use, ...reads }] of Object.entries(parsers)) {
    runAdapterContract(
      `${name}, ${title}`,
      {
        ...reads,
        isNative: (native) => has(native, 'raw', 'server', 'routeOptions'),
        async start({ handler, path, isDrained }) {
          const app = framework({ logger: { level: 'silent' } })
          if (isDrained) app.addHook('preParsing', drain)
          else await use(app, plugins)
          app.post(elsewhere, async () => 'elsewhere')
          await app.register(mount(handler), path === '/' ? {} : { prefix: path })
          await app.listen({ port: 0, host: '127.0.0.1' })
          return app.server
        },
      },
      { messages: name === 'Fastify 5' && title === 'no parser' },
    )
  }
}

async function drain(_request: unknown, _reply: unknown, payload: NodeJS.ReadableStream) {
  await new Promise((resolve) => payload.resume().on('end', resolve))
  return payload as never
}
