import bodyParser6 from '@koa/bodyparser'
import Router from '@koa/router'
import { mount } from '@wehook/koa'
import Koa, { type Middleware } from 'koa'
import { expect, test } from 'vitest'
import { type Adapted, elsewhere, majorOf, requireAlias, runAdapterContract, serveListener } from './adapter-suite.js'

type MakeParser = (options?: object) => Middleware

const Koa2 = requireAlias<typeof Koa>('koa-2')
const bodyParser4 = requireAlias<MakeParser>('koa-bodyparser')
const koaBody = requireAlias<MakeParser>('koa-body')
const xmlBody = requireAlias<MakeParser>('koa-xml-body')

test('the aliases hold the majors that they name', () => {
  expect(['koa-2', 'koa'].map(majorOf)).toEqual([2, 3])
})

interface Parsers extends Omit<Adapted, 'start'> {
  readonly use: () => Middleware
}

const readText = { hostReads: 'text', gzip: 'inflated' } as const

const parsers: Readonly<Record<string, Parsers>> = {
  'no parser': { use: () => (_ctx, next) => next() },
  'koa-bodyparser': { use: () => bodyParser4() },
  'koa-bodyparser that takes XML': {
    use: () => bodyParser4({ enableTypes: ['json', 'form', 'text', 'xml'] }),
    ...readText,
  },
  '@koa/bodyparser': { use: () => bodyParser6() },
  '@koa/bodyparser that takes XML': {
    use: () => bodyParser6({ enableTypes: ['json', 'form', 'text', 'xml'] }),
    ...readText,
  },
  'koa-body': { use: () => koaBody(), ...readText },
  'koa-xml-body': { use: () => xmlBody(), hostReads: 'object', gzip: 'broken' },
}

const drain: Middleware = async (ctx, next) => {
  for await (const _chunk of ctx.req.iterator({ destroyOnReturn: false }));
  return next()
}

const answerElsewhere: Middleware = async (ctx, next) => {
  await next()
  // Downstream of wehook: reached for every path that is not its own.
  if (ctx.path === elsewhere) ctx.body = 'elsewhere'
}

const mounts = {
  middleware: (receiver, path) => mount(receiver, { path }),
  'route handler': (receiver, path) => new Router().all(path, mount(receiver)).routes() as unknown as Middleware,
} as const satisfies Record<string, (receiver: Parameters<typeof mount>[0], path: string) => Middleware>

for (const [name, Framework] of [
  ['Koa 2', Koa2],
  ['Koa 3', Koa],
] as const) {
  for (const [title, { use, ...reads }] of Object.entries(parsers)) {
    for (const [kind, toMiddleware] of Object.entries(mounts)) {
      // The route handler differs in how it is reached, not in what it reads.
      if (kind === 'route handler' && title !== 'no parser' && title !== 'koa-body') continue
      runAdapterContract(`${name}, ${title}, as ${kind}`, {
        ...reads,
        start({ receiver, path, isDrained }) {
          const app = new Framework()
          app.silent = true
          app.use(isDrained ? drain : use())
          app.use(toMiddleware(receiver, path))
          app.use(answerElsewhere)
          return serveListener(app.callback())
        },
      })
    }
  }
}
