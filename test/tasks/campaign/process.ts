import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { nodeArguments, root } from '../../support/child.js'
import type { ChildConfig } from './child.js'
import type { Order } from './orders.js'

/** One of the two processes: killed at any moment, and started again. */
export interface Victim {
  url(): string
  isAlive(): boolean
  start(): Promise<void>
  kill(): Promise<void>
  /** Gives an order; `lost` when the process died before it answered. */
  order(order: Order): Promise<'done' | 'refused' | 'lost'>
}

export function createVictim(config: ChildConfig): Victim {
  let child: ChildProcess | undefined
  let url = 'http://127.0.0.1:9'
  const isAlive = () => child !== undefined && child.exitCode === null && child.signalCode === null
  return {
    url: () => url,
    isAlive,
    async start() {
      const born = spawn(process.execPath, [...nodeArguments, 'test/tasks/campaign/child.ts', JSON.stringify(config)], {
        cwd: root,
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      })
      child = born
      const port = await new Promise<number>((resolve, reject) => {
        born.once('message', (message) => resolve(message as number))
        born.once('exit', (code, signal) => reject(new Error(`a process ended while it started: ${code} ${signal}`)))
      })
      url = `http://127.0.0.1:${port}`
    },
    async kill() {
      const dying = child
      if (!dying || !isAlive()) return
      await new Promise((resolve) => {
        dying.once('exit', resolve)
        dying.kill('SIGKILL')
      })
    },
    async order(order) {
      try {
        const response = await fetch(`${url}/orders`, { method: 'POST', body: JSON.stringify(order) })
        await response.text()
        return response.ok ? 'done' : 'refused'
      } catch {
        await sleep(1)
        return 'lost'
      }
    },
  }
}
