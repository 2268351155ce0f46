import { existsSync } from 'node:fs'
import { type SealOverrides, samples, sealPush } from '@wehook/simulator'
import type { Io } from '../src/io.js'
import { runWehook } from '../src/run.js'

export const platform = {
  componentAppId: 'wxc0c0c0c0c0c0c0c0',
  token: 'sampleToken',
  encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
}

export const env = {
  WX_APPID: platform.componentAppId,
  WX_TOKEN: platform.token,
  WX_AES_KEY: platform.encodingAesKey,
}

export const otherKey = 'GFEDCBA9876543210zyxwvutsrqponmlkjihgfedcba'

export interface World {
  readonly env?: Readonly<Record<string, string>>
  readonly stdin?: string
  readonly files?: Readonly<Record<string, string>>
  readonly now?: number
  readonly isColored?: boolean
}

/** Runs a command line in a world of its own. */
export async function wehook(argv: readonly string[], world: World = {}) {
  const out: string[] = []
  const err: string[] = []
  const io: Io = {
    env: world.env ?? env,
    isColored: world.isColored ?? false,
    isInteractive: false,
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
    stdin: async () => world.stdin ?? '',
    async *lines() {
      yield* (world.stdin ?? '').split('\n')
    },
    readFile(path) {
      const content = world.files?.[path]
      if (content === undefined) throw new Error(`no file ${path}`)
      return content
    },
    exists: (path) => world.files?.[path] !== undefined || existsSync(path),
    now: () => world.now ?? Date.now(),
    interruption: () => new AbortController().signal,
  }
  const code = await runWehook(argv, io)
  return { code, out: out.join('\n'), err: err.join('\n'), all: [...out, ...err].join('\n') }
}

export const url = 'https://host.example/wechat/authorization'

/** A captured push as a curl command. */
export function captured(overrides: SealOverrides = {}, by = platform, what = samples.authorized.typical): string {
  const push = sealPush(by, what, overrides)
  return curlLine(push.url(url), push.body)
}

export function curlLine(at: string, body: string): string {
  return `curl -X POST '${at}' -H 'content-type: text/xml' --data-raw '${body}'`
}
