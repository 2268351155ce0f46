import { closeSync, existsSync, fsyncSync, openSync, realpathSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import { WehookError } from '@wehook/core'
import type { OpenConnection, SqliteConnection } from './connection.js'
import { toFault } from './fault.js'
import { suffixes } from './file.js'
import { resolveLibsql } from './libsql.js'
import { texts } from './texts.js'

/** A consistent copy of the file, made while the server runs. */
export function createBackup(file: string, open: OpenConnection | undefined): (path: string) => Promise<void> {
  const source = resolve(file)
  return async (path) => {
    const target = resolve(path)
    if (suffixes.some((suffix) => isSameFile(source + suffix, target))) {
      throw new WehookError('ERR_OPTIONS_INVALID', texts.backupOntoItself.message(path), {
        hint: texts.backupOntoItself.hint,
      })
    }
    // Renamed to `target` when it is complete, so that a backup that fails does not replace the previous one.
    const part = `${target}.part`
    try {
      rmSync(part, { force: true })
      closeSync(openSync(part, 'wx', 0o600))
      await (open ? copyWith(open, source, part) : copyInWorker(source, part))
      syncToDisk(part, 'r+')
      renameSync(part, target)
      syncToDisk(dirname(target), 'r')
    } catch (error) {
      rmSync(part, { force: true })
      throw toFault(error, 'ERR_INBOX_UNAVAILABLE', texts.actions.backUp)
    }
  }
}

function isSameFile(a: string, b: string): boolean {
  const real = (path: string) =>
    existsSync(path)
      ? realpathSync(path)
      : existsSync(dirname(path))
        ? join(realpathSync(dirname(path)), basename(path))
        : path
  return real(a) === real(b)
}

async function copyWith(open: OpenConnection, source: string, target: string): Promise<void> {
  const connection = open(source)
  try {
    await (copyByPages(connection, target) ?? connection.exec(vacuumInto(target)))
  } finally {
    connection.close()
  }
}

/** better-sqlite3 copies page by page, between other work. libsql has the method too, but it always throws. */
function copyByPages(connection: SqliteConnection & { backup?(path: string): unknown }, target: string): unknown {
  try {
    return connection.backup?.(target)
  } catch {
    return undefined
  }
}

/** libsql copies in one blocking call, which takes long for a large file, so it runs in a worker. */
function copyInWorker(source: string, target: string): Promise<void> {
  const program = `
    const { workerData } = require('node:worker_threads')
    const Libsql = require(workerData.libsql)
    const connection = new Libsql(workerData.source)
    connection.exec(workerData.sql)
    connection.close()`
  const workerData = { libsql: resolveLibsql(), source, sql: vacuumInto(target) }
  return new Promise((resolveCopy, reject) => {
    // Started without the host's own flags: `--input-type=module` would run the program as a module.
    const worker = new Worker(program, { eval: true, workerData, execArgv: [] })
    worker.once('error', reject)
    worker.once('exit', (code) => (code === 0 ? resolveCopy() : reject(new Error(`the copy ended with code ${code}`))))
  })
}

function vacuumInto(target: string): string {
  return `VACUUM INTO '${target.replaceAll("'", "''")}'`
}

function syncToDisk(path: string, flags: string): void {
  const descriptor = openSync(path, flags)
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
