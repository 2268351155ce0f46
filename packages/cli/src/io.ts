import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { wantsColor } from './style.js'

/** The input and output of a command; tests pass their own. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly isColored: boolean
  /** Standard input is a terminal, so a command that waits for it prints a prompt. */
  readonly isInteractive: boolean
  out(text: string): void
  err(text: string): void
  /** All of standard input. */
  stdin(): Promise<string>
  /** Standard input line by line; ends when the signal aborts. */
  lines(signal: AbortSignal): AsyncIterable<string>
  /** A file relative to the working folder. Throws as `fs` does. */
  readFile(path: string): string
  /** Is there a file, relative to the working folder? */
  exists(path: string): boolean
  /** Unix ms. */
  now(): number
  /** From the call on, Ctrl-C aborts this signal instead of ending the process. */
  interruption(): AbortSignal
}

export function processIo(): Io {
  return {
    env: process.env,
    isColored: wantsColor(process.stdout, process.env),
    isInteractive: process.stdin.isTTY === true,
    out: (line) => void process.stdout.write(`${line}\n`),
    err: (line) => void process.stderr.write(`${line}\n`),
    stdin: () => text(process.stdin),
    lines: (signal) => createInterface({ input: process.stdin, signal }),
    readFile: (path) => readFileSync(resolve(path), 'utf8'),
    exists: (path) => existsSync(resolve(path)),
    now: Date.now,
    interruption() {
      const controller = new AbortController()
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => controller.abort())
      return controller.signal
    },
  }
}
