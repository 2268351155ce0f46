import bodyParser6 from '@koa/bodyparser'
import Router from '@koa/router'
import { mount } from '@wehook/koa'
import Koa, { type Middleware } from 'koa'
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

type MakeParser = (options?: object) => Middleware

const Koa2 = requireAlias<typeof Koa>('koa-2')
const bodyParser4 = requireAlias<MakeParser>('koa-bodyparser')
const koaBody = requireAlias<MakeParser>('koa-body')
const xmlBody = requireAlias<MakeParser>('koa-xml-body')

test('the aliases hold the majors that they name', () => {
  expect(['koa-2', 'koa'].map(majorOf)).toEqual([2, 3])
})

interface Parsers extends Omit<Adapted, 'start' | 'isNative'> {
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
  middleware: (handler, path) => mount(handler, { path }),
  // The parameter stands for the last letter of the path, if it has one.
  'middleware with a parameter': (handler, path) => mount(handler, { path: path.replace(/\w$/, ':letter') }),
  'route handler': (handler, path) => new Router().all(path, mount(handler)).routes() as unknown as Middleware,
} as const satisfies Record<string, (handler: Parameters<typeof mount>[0], path: string) => Middleware>

for (const [name, Framework] of [
  ['Koa 2', Koa2],
  ['Koa 3', Koa],
] as const) {
  for (const [title, { use, ...reads }] of Object.entries(parsers)) {
    for (const [kind, toMiddleware] of Object.entries(mounts)) {
      // The others differ in how they are reached, not in what they read.
      if (kind !== 'middleware' && title !== 'no parser' && title !== 'koa-body') continue
      runAdapterContract(
        `${name}, ${title}, as ${kind}`,
        {
          ...reads,
          isNative: (native) => has(native, 'req', 'res', 'request', 'state'),
          start({ handler, path, isDrained }) {
            const app = new Framework()
            app.silent = true
            app.use(isDrained ? drain : use())
            app.use(toMiddleware(handler, path))
            app.use(answerElsewhere)
            return serveListener(app.callback())
          },
        },
        { messages: name === 'Koa 3' && title === 'no parser' && kind === 'middleware' },
      )
    }
  }
}
