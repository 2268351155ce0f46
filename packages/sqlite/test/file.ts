import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Libsql from 'libsql'
import { onTestFinished } from 'vitest'
import { type SqliteStorage, type SqliteStorageOptions, sqliteStorage } from '../src/index.js'

/** A path in a directory that goes with the test. */
export function newFile(): string {
  const directory = mkdtempSync(join(tmpdir(), 'wehook-sqlite-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return join(directory, 'wehook.db')
}

export function openStorage(options: Partial<SqliteStorageOptions> & { readonly file: string }): SqliteStorage {
  const storage = sqliteStorage(options)
  onTestFinished(() => storage.close())
  return storage
}

/** Another program's connection to the file. */
export function connect(file: string): Libsql.Database {
  const connection = new Libsql(file)
  onTestFinished(() => {
    connection.close()
  })
  return connection
}

let serial = 0

export function newEntry(fields: { readonly id?: string; readonly xml?: string; readonly receivedAt?: number } = {}) {
  serial += 1
  return { id: `e${serial}`, componentAppId: 'wx1', receivedAt: serial, infoType: 'unknown', xml: '<xml/>', ...fields }
}
