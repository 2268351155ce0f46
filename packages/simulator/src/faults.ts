import { misuse } from './fault.js'
import { texts } from './texts.js'
/**
 * A failure of a call that a test requests: any errcode, a bare HTTP status, or a connection that breaks, either before the
 * call arrives or after it was carried out (a call that timed out may have succeeded).
 */
export type Fault =
  | { readonly errcode: number; readonly errmsg?: string }
  | { readonly httpStatus: number }
  | { readonly lost: 'request' | 'answer' }

export interface Faults {
  /** The next `times` calls of `path` fail. */
  add(path: string, fault: Fault, times: number): void
  take(path: string): Fault | undefined
}

export function createFaults(): Faults {
  const queue: { readonly path: string; readonly fault: Fault }[] = []
  return {
    add(path, fault, times) {
      checkFault(path, fault, times)
      for (let i = 0; i < times; i++) {
        queue.push({ path, fault: 'errcode' in fault ? { errmsg: 'simulated', ...fault } : fault })
      }
    },
    take(path) {
      const index = queue.findIndex((entry) => entry.path === path)
      return index < 0 ? undefined : queue.splice(index, 1)[0]?.fault
    },
  }
}

/** @throws TypeError for what TypeScript would refuse, and for a path or a number of times that could never take effect. */
function checkFault(path: unknown, fault: unknown, times: unknown): void {
  checkPath('failNext', path)
  if (!Number.isSafeInteger(times) || (times as number) < 1) {
    throw misuse(texts.wholeNumber('failNext', 'times', 1, String(times)))
  }
  const { errcode, httpStatus, lost } = (fault ?? {}) as Record<string, unknown>
  const isFault =
    Number.isSafeInteger(errcode) || Number.isSafeInteger(httpStatus) || lost === 'request' || lost === 'answer'
  if (!isFault) throw misuse(texts.fault)
}

/** @throws TypeError for a path that no call can have. */
export function checkPath(who: string, path: unknown): void {
  if (typeof path !== 'string' || !/^\/[^?#\s]+$/.test(path)) {
    throw misuse(texts.path(who, String(path)))
  }
}
