import type { MigrationStep, Tables } from '@wehook/storage/sql'

/** Given explicitly, because the server's defaults may be MyISAM, an old row format or another charset. The columns hold bytes and numbers, no text. */
const table = 'ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin'

/** A later release appends steps; existing steps are never changed. */
export function migrationSteps(tables: Tables): readonly MigrationStep[] {
  return [
    { table: tables.schema, statements: [create(tables.schema, 'version INT NOT NULL PRIMARY KEY')] },
    { table: tables.entries, statements: [create(tables.entries, entryColumns)] },
    { table: tables.marks, statements: [create(tables.marks, markColumns)] },
    { table: tables.tokens, statements: [create(tables.tokens, tokenColumns)] },
    { table: tables.locks, statements: [create(tables.locks, lockColumns)] },
    { table: tables.tasks, statements: [create(tables.tasks, taskColumns)] },
    { table: tables.taskKeys, statements: [create(tables.taskKeys, taskKeyColumns)] },
  ]
}

function create(name: string, columns: string): string {
  return `CREATE TABLE IF NOT EXISTS ${name} (\n${columns}\n) ${table}`
}

const entryColumns = `  seq BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  k BINARY(32) NOT NULL,
  id BLOB NULL,
  nonce BINARY(8) NOT NULL,
  puts INT NOT NULL DEFAULT 1,
  channel TINYINT NOT NULL,
  component_app_id VARBINARY(255) NOT NULL,
  info_type VARBINARY(255) NOT NULL,
  appid VARBINARY(255) NULL,
  traceparent VARBINARY(255) NULL,
  received_at BIGINT NOT NULL,
  state TINYINT NOT NULL,
  due_at BIGINT NULL,
  claimed TINYINT NOT NULL DEFAULT 0,
  owner BINARY(16) NULL,
  fence BIGINT NOT NULL DEFAULT 0,
  attempts INT NOT NULL DEFAULT 0,
  passed_at BIGINT NULL,
  settled_at BIGINT NULL,
  last_error BLOB NULL,
  failures MEDIUMBLOB NULL,
  xml MEDIUMBLOB NULL,
  UNIQUE KEY k (k),
  KEY due (state, channel, due_at, claimed, passed_at),
  KEY received (state, received_at),
  KEY info_type (state, info_type, received_at),
  KEY account (state, appid, received_at)`

const markColumns = `  k BINARY(32) NOT NULL,
  handler VARBINARY(400) NOT NULL,
  done TINYINT NOT NULL,
  PRIMARY KEY (k, handler)`

const tokenColumns = `  k BINARY(32) NOT NULL PRIMARY KEY,
  name BLOB NOT NULL,
  value MEDIUMBLOB NULL,
  as_of BIGINT NOT NULL,
  forget_at BIGINT NULL,
  nonce BINARY(8) NOT NULL,
  KEY forget (forget_at)`

const lockColumns = `  k BINARY(32) NOT NULL PRIMARY KEY,
  name BLOB NOT NULL,
  fence BIGINT NOT NULL,
  owner BINARY(16) NOT NULL,
  held_until BIGINT NOT NULL`

const taskColumns = `  scope BINARY(32) NOT NULL,
  id VARBINARY(255) NOT NULL,
  version BIGINT NOT NULL,
  kind VARBINARY(255) NOT NULL,
  outcome VARBINARY(255) NOT NULL,
  opened_at BIGINT NOT NULL,
  due_at BIGINT NULL,
  due_from BIGINT NULL,
  unique_keys MEDIUMBLOB NOT NULL,
  other_keys MEDIUMBLOB NOT NULL,
  body MEDIUMBLOB NOT NULL,
  claim BINARY(16) NULL,
  PRIMARY KEY (scope, id),
  KEY due (scope, due_at),
  KEY due_from (scope, due_from),
  KEY kind (scope, kind, outcome, id),
  KEY outcome (scope, outcome, id)`

const taskKeyColumns = `  scope BINARY(32) NOT NULL,
  k BINARY(32) NOT NULL,
  id VARBINARY(255) NOT NULL,
  guard BINARY(32) NULL,
  PRIMARY KEY (scope, id, k),
  UNIQUE KEY guard (scope, guard),
  KEY k (scope, k, id)`
