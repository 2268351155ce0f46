import { existsSync } from 'node:fs'
import type { Io } from 'wehook'

/** A terminal that a test types at: lines go in one by one, what is printed can be awaited. */
export function createTerminal(env: Readonly<Record<string, string>> = {}) {
  const printed: string[] = []
  const typed: string[] = []
  const interruption = new AbortController()
  let wake = () => {}
  let watch = () => {}
  const print = (text: string) => {
    printed.push(text)
    watch()
  }
  const io: Io = {
    env,
    isColored: false,
    isInteractive: false,
    out: print,
    err: print,
    stdin: async () => '',
    async *lines(signal) {
      signal.addEventListener('abort', () => wake())
      while (!signal.aborted) {
        const line = typed.shift()
        if (line !== undefined) yield line
        else
          await new Promise<void>((resolve) => {
            wake = resolve
          })
      }
    },
    readFile() {
      throw new Error('no file')
    },
    exists: existsSync,
    now: Date.now,
    interruption: () => interruption.signal,
  }
  return {
    io,
    printed,
    interrupt: () => interruption.abort(),
    type(line: string) {
      typed.push(line)
      wake()
    },
    /** Resolves to the first line that fits, printed already or to come. */
    async see(pattern: RegExp): Promise<string> {
      for (;;) {
        const line = printed.find((candidate) => pattern.test(candidate))
        if (line !== undefined) return line
        await new Promise<void>((resolve) => {
          watch = resolve
        })
      }
    },
  }
}
