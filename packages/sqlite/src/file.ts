import { closeSync, existsSync, mkdirSync, openSync, readFileSync, realpathSync, statfsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Bilingual, WehookError } from '@wehook/core'
import { texts } from './texts.js'

const memoryNames: readonly string[] = ['', ':memory:']
/** By `f_type` of statfs(2). WAL needs memory that the processes share, which these file systems do not offer. */
const networkFileSystems: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB2'],
  [0x01021997, '9P'],
])

/** The file itself and the files that SQLite keeps next to it. */
export const suffixes = ['', '-wal', '-shm'] as const

/**
 * Creates directory and file where they are missing, with permissions for their owner only: the file holds personal data and tokens. SQLite gives `-wal`
 * and `-shm` the same permissions. Returns warnings for the operator.
 *
 * @throws ERR_OPTIONS_INVALID when the path cannot hold a durable database
 */
export function prepareFile(file: string): readonly Bilingual[] {
  if (memoryNames.includes(file) || file.startsWith('file:')) {
    throw invalid(texts.notAPath.message(JSON.stringify(file)), texts.notAPath.hint)
  }
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    closeSync(openSync(file, 'a', 0o600))
  } catch (cause) {
    throw invalid(texts.notWritable.message(codeOf(cause)), texts.notWritable.hint, cause)
  }
  const network = networkFileSystems.get(statfsSync(file).type)
  if (network) throw invalid(texts.networkDisk.message(network), texts.networkDisk.hint)
  if (isMountPoint(file)) throw invalid(texts.mountedAlone.message(file), texts.mountedAlone.hint)
  const readable = suffixes.map((suffix) => file + suffix).filter((path) => existsSync(path) && isOpenToOthers(path))
  return readable.length > 0 ? [texts.openToOthers(readable.join(' '))] : []
}

/** A container that mounts only the file keeps `-wal`, which holds the latest pushes, in its own layer, and loses it when the container is replaced. */
function isMountPoint(file: string): boolean {
  try {
    const path = realpathSync(file)
    const mounts = readFileSync('/proc/self/mountinfo', 'utf8').split('\n')
    return mounts.some((line) => unescapeOctal(line.split(' ')[4] ?? '') === path)
  } catch {
    // Not Linux: there is no mountinfo, and no containers that mount a file.
    return false
  }
}

function unescapeOctal(path: string): string {
  return path.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)))
}

function isOpenToOthers(path: string): boolean {
  return process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0
}

function codeOf(error: unknown): string {
  return String((error as { readonly code?: unknown }).code ?? 'unknown error')
}

function invalid(message: Bilingual, hint: Bilingual, cause?: unknown): WehookError {
  return new WehookError('ERR_OPTIONS_INVALID', message, { hint, ...(cause !== undefined && { cause }) })
}
