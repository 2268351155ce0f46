import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { ClientOptions } from '@wehook/client'
import type { ConsoleOptions } from '@wehook/console'
import {
  describeEvent,
  type HealthOptions,
  infoTypes,
  type MessageReceiverOptions,
  type PlatformOptions,
  type ReceiverOptions,
} from '@wehook/core'
import type { MysqlStorageOptions } from '@wehook/mysql'
import type { TelemetryOptions } from '@wehook/opentelemetry'
import type { PostgresStorageOptions } from '@wehook/postgres'
import type { RedisStorageOptions } from '@wehook/redis'
import type { SimulatedPlatformOptions } from '@wehook/simulator'
import type { SqliteStorageOptions } from '@wehook/sqlite'
import type { TasksOptions } from '@wehook/tasks'
import { expect, test } from 'vitest'
import { readDocument } from './blocks'

/** Rows of the tables of a page, cell by cell, without heads. */
function tablesOf(page: string): readonly (readonly string[])[] {
  const rows = [...readDocument(page).matchAll(/^\|(.*)\|$/gm)].map(([, row = '']) =>
    row.split('|').map((cell) => cell.trim()),
  )
  return rows.filter(([first]) => first !== '---' && first !== 'Option' && first !== '' && first !== 'InfoType')
}

test('the table of events has every InfoType with the outcomes of its status tables', () => {
  const rows = new Map(tablesOf('docs/handling-events.md').map(([infoType, , outcomes]) => [infoType, outcomes]))
  expect([...rows.keys()]).toEqual([...infoTypes, 'unknown'].map((infoType) => `\`${infoType}\``))
  for (const infoType of infoTypes) {
    const { statuses } = describeEvent(infoType)
    const told = rows.get(`\`${infoType}\``)?.match(/\w+(?=`)/g) ?? []
    const tables = statuses.flatMap(({ entries }) => entries.map(({ outcome }) => outcome as string))
    expect(new Set(told), infoType).toEqual(new Set(tables.filter((outcome) => outcome !== 'undetermined')))
  }
})

type OptionNames<Options> = Readonly<Record<Options extends unknown ? keyof Options : never, true>>

const receiverOptions: OptionNames<PlatformOptions & Omit<ReceiverOptions, keyof PlatformOptions>> & {
  platforms: true
} = {
  componentAppId: true,
  token: true,
  encodingAesKey: true,
  platforms: true,
  inbox: true,
  emitter: true,
  deadlineMs: true,
  handlerTimeoutMs: true,
  concurrency: true,
  retryDelaysMs: true,
  unhandledAfterMs: true,
  bodyLimitBytes: true,
  maxAgeMs: true,
  keepErrorMessages: true,
  around: true,
  logger: true,
  language: true,
  now: true,
}
type StorageOptions = Required<SqliteStorageOptions & RedisStorageOptions> &
  Required<MysqlStorageOptions & PostgresStorageOptions>
const storageOptions: OptionNames<StorageOptions> = {
  file: true,
  open: true,
  connection: true,
  pool: true,
  schema: true,
  prefix: true,
  migrate: true,
  allowVolatile: true,
  handlerTimeoutMs: true,
  sealKey: true,
  leaseMs: true,
  keepTextMs: true,
  keepIdMs: true,
  language: true,
  warn: true,
  now: true,
}
const clientOptions: OptionNames<ClientOptions> = {
  componentAppId: true,
  componentAppSecret: true,
  tokens: true,
  sealKey: true,
  baseUrl: true,
  timeoutMs: true,
  repeatDelayMs: true,
  fetch: true,
  logger: true,
  language: true,
  now: true,
}

const messageOptions: OptionNames<Omit<MessageReceiverOptions, keyof ReceiverOptions | keyof PlatformOptions>> = {
  store: true,
  releaseCheck: true,
  client: true,
  accountKind: true,
}
const healthOptions: OptionNames<HealthOptions> = {
  receiver: true,
  inbox: true,
  tasks: true,
  ticketAt: true,
  checks: true,
  timeoutMs: true,
  now: true,
}
const tasksOptions: OptionNames<TasksOptions> = {
  receiver: true,
  client: true,
  store: true,
  adopt: true,
  handlerTimeoutMs: true,
  retryDelaysMs: true,
  tickMs: true,
  firstTickMs: true,
  logger: true,
  language: true,
  now: true,
}
const consoleOptions: OptionNames<ConsoleOptions> = {
  authorize: true,
  receiver: true,
  inbox: true,
  tasks: true,
  accounts: true,
  health: true,
  allowActions: true,
  secret: true,
  now: true,
}
const telemetryOptions: OptionNames<TelemetryOptions> = {
  tracerProvider: true,
  meterProvider: true,
  messaging: true,
  now: true,
}
const simulatedOptions: OptionNames<SimulatedPlatformOptions> = {
  callbackUrl: true,
  messageUrl: true,
  before: true,
  componentAppId: true,
  componentAppSecret: true,
  token: true,
  encodingAesKey: true,
  companies: true,
  people: true,
  permissionSets: true,
  published: true,
  ownedBy: true,
  ipWhitelist: true,
  tickets: true,
  forbiddenNames: true,
  reviewedNames: true,
  rotateRefreshTokens: true,
  identityNames: true,
  answers: true,
  until: true,
  pushes: true,
  answerTimeoutMs: true,
  clock: true,
  onCall: true,
  onPush: true,
  port: true,
  seed: true,
}
const allOptions: readonly object[] = [
  ...[receiverOptions, storageOptions, clientOptions, messageOptions, healthOptions],
  ...[tasksOptions, consoleOptions, telemetryOptions, simulatedOptions],
]

test('the tables of options have every option', () => {
  const told = tablesOf('docs/options.md').map(([name = '']) => name.replaceAll('`', ''))
  expect(told).toEqual(allOptions.flatMap((options) => Object.keys(options)))
})

/** How a source writes a default that a table tells by value. */
function inSource(told: string): string | undefined {
  const days = /^(\d+) days$/.exec(told)?.[1]
  if (days) return `${days} \\* day`
  if (/^[\d,]+$/.test(told)) return `\\b${told.replaceAll(',', '_?')}\\b`
  return /^`h[^`]*`$/.test(told) ? told.slice(1, -1).replace(/[.{}]/g, '\\$&') : undefined
}

test('the tables of options tell the defaults of the code', () => {
  const files = [
    ...['core/src/options.ts', 'core/src/health/health.ts', 'client/src/options.ts', 'tasks/src/options.ts'],
    ...['sqlite/src/storage.ts', 'redis/src/options.ts', 'storage/src/durations.ts', 'storage/src/sql/storage.ts'],
    'simulator/src/create-world.ts',
  ]
  const lines = files.flatMap((file) =>
    readFileSync(new URL(`../../packages/${file}`, import.meta.url), 'utf8')
      .split('\n')
      .filter((line) => !/^\s*(\/\*\*|\*|readonly)/.test(line)),
  )
  const told = tablesOf('docs/options.md').flatMap(([name = '', value = '']) => {
    const pattern = inSource(value)
    return pattern ? [{ name: name.replaceAll('`', ''), pattern }] : []
  })
  expect(told.map(({ name }) => name)).toContain('deadlineMs')
  const isTrue = ({ name, pattern }: (typeof told)[number]) =>
    lines.some((line) => new RegExp(`\\b${name}\\b.*${pattern}`).test(line))
  expect(told.filter((row) => !isTrue(row))).toEqual([])
})

test('the comparison is about the versions that were looked at, and counts right', () => {
  const require = createRequire(import.meta.url)
  const comparison = readDocument('docs/comparison.md')
  for (const name of ['node-easywechat', '@wecom/crypto', 'wechat-crypto']) {
    const { version } = require(`${name}/package.json`) as { readonly version: string }
    expect(comparison).toContain(`| ${name} ${version} `)
  }
  const server = readFileSync(
    require.resolve('node-easywechat').replace(/index\.js$/, 'OpenPlatform/Server.js'),
    'utf8',
  )
  const handled = new Set([...server.matchAll(/InfoType === '(\w+)'/g)].map(([, infoType]) => infoType))
  expect(comparison).toContain(`| InfoTypes with a handler of their own | ${infoTypes.length} | ${handled.size} |`)
})
