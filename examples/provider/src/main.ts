import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startProvider } from './start.js'

// A small provider, on SQLite or on what STORAGE names (mysql://…, postgres://…, redis://…), and, in place of WeChat, the simulated platform. Nothing is kept: the platform forgets its tasks as well.
const folder = mkdtempSync(join(tmpdir(), 'wehook-provider-'))
const port = Number(process.env['PORT'] ?? 3000)
const storage = process.env['STORAGE'] ?? 'sqlite:'
const { url, consoleUrl, platform, stop } = await startProvider({ folder, storage, port, print: console.log })

console.log(`小服务商：${url}
控制台：${consoleUrl}
模拟平台：${platform.baseUrl}/simulated （模拟法定代表人、管理员和审核方）
A small provider at ${url}, its console at ${consoleUrl}. Fill in the form, open the link, and play the person on the simulated platform's page.
Ctrl-C ends it.`)

process.once('SIGINT', async () => {
  await stop()
  rmSync(folder, { recursive: true })
})
