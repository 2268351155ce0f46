import { WehookError } from '@wehook/core'
import type { SqliteConnection } from './connection.js'

/** 'whk1': says that a file is ours, whatever its name. */
const applicationId = 0x77686b31

/**
 * One step a version; a step that was released is never changed, a new one follows it. `user_version` counts the steps done.
 *
 * Life of an entry, in `state` and `due_at`:
 *
 *     put ──> pending, due now ──claim──> pending, claimed, due when the lease ends ──renew──┐
 *                ^   ^                      │   │   │    └──────────────<────────────────────┘
 *                │   └──failed, due later───┘   │   └──> dead, unhandled (due never; kept)
 *                └──requeue: from dead, unhandled, handled          │
 *                                               └──> handled, due when its text is dropped ──> due when the row is dropped
 *
 * `fence` grows with every claim and give-back: a settlement that carries an older one finds no row.
 * Text lies apart, so that claiming and settling rewrite a small row, and so that all personal data is in one table.
 * `counts` is kept by triggers: counting a million rows would hold up the event loop.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE entries (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    component_app_id TEXT NOT NULL,
    info_type TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'unhandled', 'dead', 'handled')),
    attempts INTEGER NOT NULL DEFAULT 0,
    fence INTEGER NOT NULL DEFAULT 0,
    claimed INTEGER NOT NULL DEFAULT 0,
    due_at INTEGER,
    settled_at INTEGER,
    last_error TEXT
  ) STRICT;
  CREATE UNIQUE INDEX entries_id ON entries (id);
  CREATE INDEX entries_state ON entries (state);
  CREATE INDEX entries_due ON entries (state, due_at) WHERE due_at IS NOT NULL;

  CREATE TABLE texts (seq INTEGER PRIMARY KEY, xml TEXT NOT NULL) STRICT;

  CREATE TABLE counts (state TEXT PRIMARY KEY, n INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  INSERT INTO counts VALUES ('pending', 0), ('unhandled', 0), ('dead', 0), ('handled', 0);
  CREATE TRIGGER entries_inserted AFTER INSERT ON entries BEGIN
    UPDATE counts SET n = n + 1 WHERE state = new.state;
  END;
  CREATE TRIGGER entries_moved AFTER UPDATE OF state ON entries WHEN old.state <> new.state BEGIN
    UPDATE counts SET n = n - 1 WHERE state = old.state;
    UPDATE counts SET n = n + 1 WHERE state = new.state;
  END;
  CREATE TRIGGER entries_deleted AFTER DELETE ON entries BEGIN
    UPDATE counts SET n = n - 1 WHERE state = old.state;
  END;

  CREATE TABLE tokens (key TEXT PRIMARY KEY, value TEXT, as_of INTEGER NOT NULL, forget_at INTEGER) STRICT, WITHOUT ROWID;
  -- Says which file this is, so that a connection which is opened anew does not take another for it.
  CREATE TABLE identity (id TEXT NOT NULL) STRICT;
  INSERT INTO identity VALUES (lower(hex(randomblob(16))));

  CREATE TABLE locks (name TEXT PRIMARY KEY, fence INTEGER NOT NULL, held_until INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  `,
]

/** Brings the file's schema to the newest version; processes that start together wait for the first of them. */
export function migrate(connection: SqliteConnection, file: string, steps = migrations): void {
  if (inTransaction(connection, 'BEGIN', () => readVersion(connection, file, steps)) === steps.length) return
  inTransaction(connection, 'BEGIN IMMEDIATE', () => {
    for (const step of steps.slice(readVersion(connection, file, steps))) connection.exec(step)
    connection.exec(`PRAGMA user_version = ${steps.length}`)
    connection.exec(`PRAGMA application_id = ${applicationId}`)
  })
}

/** Tells this file from every other, copies of it apart. */
export function readIdentity(connection: SqliteConnection): string {
  return inTransaction(connection, 'BEGIN', () =>
    String((connection.prepare('SELECT id FROM identity').get() as { readonly id: unknown }).id),
  )
}

function readVersion(connection: SqliteConnection, file: string, steps: readonly string[]): number {
  const read = (sql: string) => Number(Object.values(connection.prepare(sql).get() as Record<string, unknown>)[0])
  const application = read('PRAGMA application_id')
  const isFresh = application === 0 && read('SELECT count(*) FROM sqlite_master') === 0
  if (application !== applicationId && !isFresh) {
    throw new WehookError('ERR_OPTIONS_INVALID', `${file} is a database of another application`, {
      hint: 'give sqliteStorage a file of its own',
    })
  }
  const version = read('PRAGMA user_version')
  if (version > steps.length) {
    throw new WehookError(
      'ERR_OPTIONS_INVALID',
      `${file} has schema version ${version}, this release of @wehook/sqlite knows ${steps.length}`,
      { hint: 'install the release that wrote the file, or a newer one' },
    )
  }
  return version
}

function inTransaction<T>(connection: SqliteConnection, begin: string, work: () => T): T {
  connection.exec(begin)
  try {
    const result = work()
    connection.exec('COMMIT')
    return result
  } catch (error) {
    try {
      connection.exec('ROLLBACK')
    } catch {
      // A full disk has rolled back already: what is to be told is the first fault.
    }
    throw error
  }
}
