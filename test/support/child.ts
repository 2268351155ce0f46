import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))
/** Runs a TypeScript program of this repository on the sources of its packages. */
export const nodeArguments: readonly string[] = ['--conditions=@wehook/source', '--import', 'tsx']

export interface Child {
  readonly process: ChildProcess
  /** Lines written so far. */
  readonly lines: readonly string[]
  /** The first line that starts so, once it is there; rejects when the process ends without it. */
  line(start: string): Promise<string>
  /** How it ended, and all its lines are there. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null }>
}

/** Starts the program `path` (below the root) in a process of its own; `through` goes in front of node, such as strace. */
export function startChild(path: string, args: readonly string[] = [], through: readonly string[] = []): Child {
  const [command = '', ...rest] = [...through, process.execPath, ...nodeArguments, path, ...args]
  const child = spawn(command, rest, { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] })
  const lines: string[] = []
  const listeners = new Set<() => void>()
  const notify = () => {
    for (const listener of listeners) listener()
  }
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line)
    notify()
  })
  let isEnded = false
  const ended = once(child, 'close').then(([code, signal]) => {
    isEnded = true
    notify()
    return { code, signal }
  })
  return {
    process: child,
    lines,
    ended,
    line: (start) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const line = lines.find((candidate) => candidate.startsWith(start))
          if (line !== undefined) resolve(line)
          else if (isEnded) reject(new Error(`${path} ended without "${start}": ${lines.join(' | ')}`))
          else return
          listeners.delete(look)
        }
        listeners.add(look)
        look()
      }),
  }
}
