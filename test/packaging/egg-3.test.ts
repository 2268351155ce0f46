import { spawn } from 'node:child_process'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { blocksOf, filesOf, readDocument } from '../readme/blocks'
import { freePort } from '../readme/run'
import { type InstalledApp, installApp } from './installed-app'

const prefix = 'egg-3/'
/** The blocks of the page on mounting, in the folders that Egg expects. */
const files = Object.fromEntries(
  Object.entries(filesOf(blocksOf(readDocument('docs/mounting.md'))))
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, text]) => [name.slice(prefix.length), text] as const),
)
const start = `
  require('egg').start({ baseDir: __dirname, mode: 'single' }).then((app) => {
    const server = app.listen(process.env.PORT)
    app.emit('server', server)
  })
`

let app: InstalledApp
beforeAll(() => {
  app = installApp({ ...files, 'start.js': start }, { name: 'egg-app', private: true, dependencies: { egg: '3.34.0' } })
}, 300_000)
afterAll(() => app.remove())

test('Egg 3 with the files of the page on mounting takes a push and refuses a forged one', async () => {
  expect(Object.keys(files).sort()).toEqual(['app.js', 'app/router.js', 'config/config.default.js'])
  const port = await freePort()
  const server = spawn('node', ['start.js'], { cwd: app.folder, env: { ...app.env, PORT: String(port) } })
  onTestFinished(() => void server.kill('SIGKILL'))
  const url = `http://127.0.0.1:${port}/wechat/authorization`
  const status = (init?: RequestInit) =>
    fetch(url, init).then(
      (response) => response.status,
      () => 0,
    )
  await expect.poll(() => status(), { timeout: 60_000, interval: 500 }).toBe(405)
  expect(app.push(url, 'authorized', 'typical')).toBe('200 success\n')
  expect(await status({ method: 'POST', body: '<xml/>' })).toBe(400)
}, 120_000)
