import { WehookError } from '@wehook/core'
import type { SqliteConnection } from './connection.js'
import { texts } from './texts.js'

/** 'whk1' in hexadecimal: marks a file as one of wehook, whatever its name. */
const applicationId = 0x77686b31

/**
 * One step for each version. A released step is never changed; changes are appended as a new step. `user_version` is the number of steps done.
 *
 * The states of an entry, in `state` and `due_at`:
 *
 *     put ──> pending, due now ──claim──> pending, claimed, due when the lease ends ──renew──┐
 *                ^   ^   │                  │   │   │    └──────────────<────────────────────┘
 *                │   │   └─no handler here, due in a second, after a while unhandled
 *                │   └──failed, due later───┘   │   └──> dead (due never; kept), as unhandled
 *                └──requeue: from dead, unhandled, handled
 *                                               └──> handled, due when its text is dropped ──> due when the row is dropped
 *     discard: from pending and not claimed, dead, unhandled ──> discarded, due when the row is dropped
 *
 * `fence` grows with every claim and release: a result that carries an older fence matches no row.
 * Text is in a separate table, so that claims and results rewrite a small row only, and all personal data is in one table.
 * `counts` is kept by triggers: counting a million rows would block the event loop.
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
  -- Says which file this is, so that a connection which is opened again does not take another for it.
  CREATE TABLE identity (id TEXT NOT NULL) STRICT;
  INSERT INTO identity VALUES (lower(hex(randomblob(16))));

  CREATE TABLE locks (name TEXT PRIMARY KEY, fence INTEGER NOT NULL, held_until INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  `,
  `
  -- The table is made again, because a CHECK cannot be changed.
  ALTER TABLE entries RENAME TO entries_1;
  CREATE TABLE entries (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    component_app_id TEXT NOT NULL,
    channel TEXT NOT NULL DEFAULT 'authorization' CHECK (channel IN ('authorization', 'message')),
    info_type TEXT NOT NULL,
    appid TEXT,
    traceparent TEXT,
    received_at INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'unhandled', 'dead', 'handled', 'discarded')),
    attempts INTEGER NOT NULL DEFAULT 0,
    fence INTEGER NOT NULL DEFAULT 0,
    claimed INTEGER NOT NULL DEFAULT 0,
    -- The time by which due_at was set: tells a wait that was written while the clock ran ahead.
    due_from INTEGER NOT NULL DEFAULT 0,
    due_at INTEGER,
    -- Since when the entry is passed on from process to process.
    passed_at INTEGER,
    settled_at INTEGER,
    last_error TEXT
  ) STRICT;
  INSERT INTO entries (seq, id, component_app_id, info_type, received_at, state, attempts, fence, claimed, due_from, due_at, settled_at, last_error)
    SELECT seq, id, component_app_id, info_type, received_at, state, attempts, fence, claimed,
      CASE WHEN state <> 'pending' THEN 0 WHEN claimed = 1 THEN due_at - 30000 WHEN attempts = 0 THEN due_at ELSE 0 END,
      due_at, settled_at, last_error FROM entries_1;
  DROP TABLE entries_1;
  CREATE UNIQUE INDEX entries_id ON entries (id);
  CREATE INDEX entries_pending ON entries (channel, due_at) WHERE state = 'pending';
  CREATE INDEX entries_claimed ON entries (due_at) WHERE claimed = 1;
  CREATE INDEX entries_passed ON entries (passed_at) WHERE passed_at IS NOT NULL AND claimed = 0;
  CREATE INDEX entries_kept ON entries (due_at, due_from) WHERE state IN ('handled', 'discarded');
  CREATE INDEX entries_received ON entries (state, received_at);
  CREATE INDEX entries_info_type ON entries (state, info_type, received_at);
  CREATE INDEX entries_appid ON entries (state, appid, received_at) WHERE appid IS NOT NULL;

  INSERT INTO counts VALUES ('discarded', 0);
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

  CREATE TABLE failures (
    seq INTEGER NOT NULL,
    n INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    at INTEGER NOT NULL,
    error TEXT NOT NULL,
    PRIMARY KEY (seq, n)
  ) STRICT, WITHOUT ROWID;

  ALTER TABLE locks ADD COLUMN held_from INTEGER NOT NULL DEFAULT 0;
  UPDATE locks SET held_from = held_until - 30000 WHERE held_until > 0;

  CREATE TABLE tasks (
    seq INTEGER PRIMARY KEY,
    scope TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    kind TEXT NOT NULL,
    outcome TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    due_at INTEGER,
    due_from INTEGER,
    unique_keys TEXT NOT NULL,
    keys TEXT NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX tasks_id ON tasks (scope, id);
  CREATE INDEX tasks_due ON tasks (scope, due_at) WHERE due_at IS NOT NULL;
  CREATE INDEX tasks_due_from ON tasks (scope, due_from) WHERE due_from IS NOT NULL;
  CREATE INDEX tasks_kind ON tasks (scope, kind, outcome, id);
  CREATE INDEX tasks_outcome ON tasks (scope, outcome, id);
  CREATE TABLE task_keys (
    scope TEXT NOT NULL,
    key TEXT NOT NULL,
    seq INTEGER NOT NULL,
    is_unique INTEGER NOT NULL,
    PRIMARY KEY (scope, key, seq)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX task_keys_seq ON task_keys (seq);
  CREATE UNIQUE INDEX task_keys_unique ON task_keys (scope, key) WHERE is_unique = 1;
  CREATE TABLE task_counts (
    scope TEXT NOT NULL,
    kind TEXT NOT NULL,
    outcome TEXT NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (scope, kind, outcome)
  ) STRICT, WITHOUT ROWID;
  CREATE TRIGGER tasks_inserted AFTER INSERT ON tasks BEGIN
    INSERT INTO task_counts VALUES (new.scope, new.kind, new.outcome, 1)
    ON CONFLICT (scope, kind, outcome) DO UPDATE SET n = n + 1;
  END;
  CREATE TRIGGER tasks_deleted AFTER DELETE ON tasks BEGIN
    UPDATE task_counts SET n = n - 1 WHERE scope = old.scope AND kind = old.kind AND outcome = old.outcome;
  END;
  `,
]

/** Updates the file's schema to the newest version; processes that start together wait for the first of them. */
export function migrate(connection: SqliteConnection, file: string, steps = migrations): void {
  if (inTransaction(connection, 'BEGIN', () => readVersion(connection, file, steps)) === steps.length) return
  inTransaction(connection, 'BEGIN IMMEDIATE', () => {
    for (const step of steps.slice(readVersion(connection, file, steps))) connection.exec(step)
    connection.exec(`PRAGMA user_version = ${steps.length}`)
    connection.exec(`PRAGMA application_id = ${applicationId}`)
  })
}

/** Identifies this file; only a copy of it has the same identity. */
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
    throw new WehookError('ERR_OPTIONS_INVALID', texts.otherApplication.message(file), {
      hint: texts.otherApplication.hint,
    })
  }
  const version = read('PRAGMA user_version')
  if (version > steps.length) {
    throw new WehookError('ERR_OPTIONS_INVALID', texts.newerSchema.message(file, version, steps.length), {
      hint: texts.newerSchema.hint,
    })
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
      // With a full disk SQLite has already rolled back. The first error is the one to report.
    }
    throw error
  }
}
