import { openSync, readFileSync, writeSync } from 'node:fs'

/** One run of a handler, as the ledger has it. `endedAt` is absent when its process did not live to see the end. */
export interface Run {
  readonly id: string
  readonly pid: number
  readonly startedAt: number
  readonly endedAt?: number
}

/**
 * Notes every run in a file that all processes append to. One write a line, which the kernel keeps whole and keeps after SIGKILL;
 * no power is cut in the campaign, so no fsync.
 */
export function openLedger(file: string): { start(id: string): void; end(id: string): void } {
  const descriptor = openSync(file, 'a')
  const note = (what: 'start' | 'end') => (id: string) => {
    writeSync(descriptor, `${what} ${process.pid} ${id} ${Date.now()}\n`)
  }
  return { start: note('start'), end: note('end') }
}

/** In the order of their starts. */
export function readLedger(file: string): readonly Run[] {
  const runs: { -readonly [K in keyof Run]: Run[K] }[] = []
  const open = new Map<string, (typeof runs)[number]>()
  for (const line of readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
    const [what, pid = '', id = '', at] = line.split(' ')
    const key = `${pid} ${id}`
    const run = open.get(key)
    if (what === 'start') {
      const fresh = { id, pid: Number(pid), startedAt: Number(at) }
      runs.push(fresh)
      open.set(key, fresh)
    } else if (run) run.endedAt = Number(at)
  }
  return runs
}
