import { type ChildProcess, fork } from 'node:child_process'
import { bundledChild } from './bundle.js'
import type { ChildConfig } from './child.js'

/** A child that is started, killed and started again. */
export interface Victim {
  readonly config: ChildConfig
  /** Of the life it is in. */
  pid(): number
  /** Resolves once it serves and delivers. */
  start(): Promise<void>
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>
  /** How it ended without being killed, if it did. */
  failure(): string | undefined
}

export function createVictim(config: ChildConfig): Victim {
  let child: ChildProcess | undefined
  let failure: string | undefined
  return {
    config,
    pid: () => child?.pid ?? 0,
    start() {
      const born = fork(bundledChild, [JSON.stringify(config)], { execArgv: [] })
      child = born
      return new Promise((resolve, reject) => {
        born.once('message', () => resolve())
        born.once('exit', (code, signal) => {
          if (signal === 'SIGKILL') resolve()
          else {
            failure = `a process ended that nobody killed, code ${code}, signal ${signal}`
            reject(new Error(failure))
          }
        })
      })
    },
    failure: () => failure,
    kill() {
      const dying = child
      if (!dying || dying.exitCode !== null || dying.signalCode !== null) return Promise.resolve()
      return new Promise((resolve) => {
        dying.once('exit', () => resolve())
        dying.kill('SIGKILL')
      })
    },
  }
}
