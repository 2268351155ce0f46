import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { samples, sealPush } from '@wehook/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { runWehook } from 'wehook'
import { createTerminal } from '../cli/io'

const platform = {
  componentAppId: 'wx7c0e5a1b2d3f4a68',
  token: 'examples-token',
  encodingAesKey: 'kQ3vX8pLm2Zr7TnB5yHs9WdFg1CjKa4EuRo6NiVtYxq',
}

/** Each example by what its team's handler makes of a push, and where its own route shows it. */
const examples = {
  express: {
    sample: samples.notify_third_fasteregister.succeeded,
    route: '/outcomes',
    shows: /registered as wx[0-9a-f]+/,
  },
  koa: { sample: samples.notify_third_fasteregister.succeeded, route: '/shops', shows: /wx[0-9a-f]+/ },
  fastify: { sample: samples.authorized.typical, route: '/authorizers', shows: /wx[0-9a-f]+/ },
  hono: { sample: samples.notify_3rd_wxa_auth.succeeded, route: '/certifications', shows: /succeeded/ },
  nestjs: { sample: samples.notify_third_fasteregister.succeeded, route: '/merchants', shows: /wx[0-9a-f]+/ },
  egg: { sample: samples.notify_third_fastregisterbetaapp.succeeded, route: '/trials', shows: /wx[0-9a-f]+/ },
} as const

interface Running {
  readonly url: string
  /** Asks it to end, and gives its exit code. */
  end(): Promise<number | null>
}

/** Runs the example's own start command. */
async function start(name: string, env: Readonly<Record<string, string>> = {}): Promise<Running> {
  const cwd = fileURLToPath(new URL(`../../examples/${name}`, import.meta.url))
  const { scripts }: { scripts: { start: string } } = JSON.parse(readFileSync(join(cwd, 'package.json'), 'utf8'))
  const [, ...args] = scripts.start.split(' ')
  const data = mkdtempSync(join(tmpdir(), 'wehook-example-'))
  const settings = {
    WX_APPID: platform.componentAppId,
    WX_TOKEN: platform.token,
    WX_AES_KEY: platform.encodingAesKey,
    WEHOOK_DB: join(data, 'wehook.db'),
    PORT: '0',
  }
  const { NODE_ENV: _test, VITEST: _vitest, ...outside } = process.env
  const child = spawn(process.execPath, args, { cwd, env: { ...outside, ...settings, ...env } })
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve))
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await exit
    rmSync(data, { recursive: true })
  })
  let output = ''
  const url = await new Promise<string>((resolve, reject) => {
    const collect = (chunk: Buffer) => {
      output += chunk
      const found = /授权事件接收 URL: (http:\/\/[^\s"]+)/.exec(output)?.[1]
      if (found) resolve(found)
    }
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    exit.then((code) => reject(new Error(`ended with ${code}:\n${output}`)))
  })
  return {
    url,
    end() {
      child.kill('SIGTERM')
      return exit
    },
  }
}

async function send(url: string, push: ReturnType<typeof sealPush>) {
  const answer = await fetch(push.url(url), { method: 'POST', headers: push.headers, body: push.body })
  return { status: answer.status, body: await answer.text() }
}

describe('examples', { timeout: 60_000 }, () => {
  it.each(Object.entries(examples))(
    '%s starts by one command, takes a push and ends in order',
    async (name, example) => {
      const app = await start(name)
      const push = sealPush(platform, example.sample)
      expect(await send(app.url, push)).toEqual({ status: 200, body: 'success' })
      expect(await send(app.url, sealPush({ ...platform, token: 'another' }, example.sample))).toMatchObject({
        status: 401,
      })
      const own = async () => (await fetch(new URL(example.route, app.url))).text()
      await expect.poll(own, { timeout: 10_000 }).toMatch(example.shows)
      expect(await app.end()).toBe(0)
    },
  )

  it('nestjs applies its global prefix to the route of the receiver', async () => {
    const app = await start('nestjs', { GLOBAL_PREFIX: 'api' })
    const push = sealPush(platform, examples.nestjs.sample)
    expect(await send(new URL('/api/wechat/authorization', app.url).href, push)).toEqual({
      status: 200,
      body: 'success',
    })
    expect((await send(app.url, push)).status).toBe(404)
  })

  it('egg answers every push 403 by itself when csrf.ignore does not name the path', async () => {
    const app = await start('egg', { EGG_APP_CONFIG: JSON.stringify({ security: { csrf: { ignore: '/elsewhere' } } }) })
    expect(await send(app.url, sealPush(platform, samples.authorized.typical))).toMatchObject({ status: 403 })
  })

  it('egg in production says 403 alone, and the doctor knows what that means', async () => {
    const config = JSON.stringify({ security: { csrf: { ignore: '/elsewhere' } } })
    const app = await start('egg', { EGG_APP_CONFIG: config, EGG_SERVER_ENV: 'prod' })
    const { io, printed } = createTerminal({})
    const settings = ['--component-appid', platform.componentAppId, '--token', platform.token]
    const args = ['doctor', '--url', app.url, '--json', ...settings, '--aes-key', platform.encodingAesKey]
    expect(await runWehook(args, io)).toBe(1)
    const { checks }: { checks: readonly { readonly cause?: string }[] } = JSON.parse(printed.join(''))
    expect(checks.map(({ cause }) => cause)).toContain('csrf')
  })
})
