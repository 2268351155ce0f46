import { spawnSync } from 'node:child_process'

/** Stops a process (SIGSTOP) and returns when all of its threads stand still: until then it may still answer. */
export function freezeProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGSTOP')
  } catch {
    // It has ended.
    return
  }
  const deadline = Date.now() + 5_000
  while (!isFrozen(pid)) {
    if (Date.now() > deadline) throw new Error(`process ${pid} did not stop`)
  }
}

function isFrozen(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['--no-headers', '-L', '-o', 'state', '-p', String(pid)], { encoding: 'utf8' })
  // A process that has ended has no threads, or is a zombie (Z).
  return stdout.split('\n').every((state) => ['', 'T', 't', 'Z'].includes(state.trim()))
}
