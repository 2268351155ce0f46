import type { MigrationStep, Tables } from '@wehook/storage/sql'

/** Rows are updated often: each page keeps free space for new row versions, and autovacuum runs early. */
const busyTable = 'WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02)'

/** A later release appends steps; existing steps are never changed. */
export function migrationSteps(tables: Tables, prefix: string): readonly MigrationStep[] {
  const index = (name: string, table: string, columns: string, unique = '') =>
    `CREATE ${unique}INDEX IF NOT EXISTS "${prefix}${name}" ON ${table} (${columns})`
  const { entries, tokens, tasks, taskKeys } = tables
  return [
    { table: tables.schema, statements: [create(tables.schema, 'version INT NOT NULL PRIMARY KEY')] },
    {
      table: entries,
      statements: [
        `${create(entries, entryColumns)} ${busyTable}`,
        index('entries_k', entries, 'k', 'UNIQUE '),
        index('entries_due', entries, 'state, channel, due_at, claimed, passed_at'),
        index('entries_received', entries, 'state, received_at, seq'),
        index('entries_info_type', entries, 'state, info_type, received_at, seq'),
        index('entries_account', entries, 'state, appid, received_at, seq'),
      ],
    },
    { table: tables.marks, statements: [create(tables.marks, markColumns)] },
    { table: tokens, statements: [create(tokens, tokenColumns), index('tokens_forget', tokens, 'forget_at')] },
    { table: tables.locks, statements: [create(tables.locks, lockColumns)] },
    {
      table: tasks,
      statements: [
        create(tasks, taskColumns),
        index('tasks_due', tasks, 'scope, due_at'),
        index('tasks_due_from', tasks, 'scope, due_from'),
        index('tasks_kind', tasks, 'scope, kind, outcome, id'),
        index('tasks_outcome', tasks, 'scope, outcome, id'),
      ],
    },
    {
      table: taskKeys,
      statements: [
        create(taskKeys, taskKeyColumns),
        index('task_keys_guard', taskKeys, 'scope, guard', 'UNIQUE '),
        index('task_keys_k', taskKeys, 'scope, k, id'),
      ],
    },
  ]
}

function create(name: string, columns: string): string {
  return `CREATE TABLE IF NOT EXISTS ${name} (\n${columns}\n)`
}

const entryColumns = `  seq BIGSERIAL PRIMARY KEY,
  k BYTEA NOT NULL,
  id BYTEA NULL,
  channel SMALLINT NOT NULL,
  component_app_id BYTEA NOT NULL,
  info_type BYTEA NOT NULL,
  appid BYTEA NULL,
  traceparent BYTEA NULL,
  received_at BIGINT NOT NULL,
  state SMALLINT NOT NULL,
  due_at BIGINT NULL,
  claimed SMALLINT NOT NULL DEFAULT 0,
  owner BYTEA NULL,
  fence BIGINT NOT NULL DEFAULT 0,
  attempts INT NOT NULL DEFAULT 0,
  passed_at BIGINT NULL,
  settled_at BIGINT NULL,
  last_error BYTEA NULL,
  failures BYTEA NULL,
  xml BYTEA NULL`

const markColumns = `  k BYTEA NOT NULL,
  handler BYTEA NOT NULL,
  done SMALLINT NOT NULL,
  PRIMARY KEY (k, handler)`

const tokenColumns = `  k BYTEA NOT NULL PRIMARY KEY,
  name BYTEA NOT NULL,
  value BYTEA NULL,
  as_of BIGINT NOT NULL,
  forget_at BIGINT NULL`

const lockColumns = `  k BYTEA NOT NULL PRIMARY KEY,
  name BYTEA NOT NULL,
  fence BIGINT NOT NULL,
  owner BYTEA NOT NULL,
  held_until BIGINT NOT NULL`

const taskColumns = `  scope BYTEA NOT NULL,
  id BYTEA NOT NULL,
  version BIGINT NOT NULL,
  kind BYTEA NOT NULL,
  outcome BYTEA NOT NULL,
  opened_at BIGINT NOT NULL,
  due_at BIGINT NULL,
  due_from BIGINT NULL,
  unique_keys BYTEA NOT NULL,
  other_keys BYTEA NOT NULL,
  body BYTEA NOT NULL,
  claim BYTEA NULL,
  PRIMARY KEY (scope, id)`

const taskKeyColumns = `  scope BYTEA NOT NULL,
  k BYTEA NOT NULL,
  id BYTEA NOT NULL,
  guard BYTEA NULL,
  PRIMARY KEY (scope, id, k)`
