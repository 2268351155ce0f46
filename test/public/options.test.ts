import { createClient } from '@wehook/client'
import { createConsole } from '@wehook/console'
import { createMessageReceiver, createReceiver, isWehookError } from '@wehook/core'
import { mysqlStorage } from '@wehook/mysql'
import { postgresStorage } from '@wehook/postgres'
import { redisStorage } from '@wehook/redis'
import { sqliteStorage } from '@wehook/sqlite'
import { createTasks } from '@wehook/tasks'
import { expect, test } from 'vitest'

const platform = { componentAppId: 'wx0123456789abcdef', token: 't', encodingAesKey: 'a'.repeat(43) }

/** Each factory with an option that has a typo, and the option that was meant. */
const factories = {
  createReceiver: [createReceiver, { ...platform, bodyLimitByte: 1 }, 'bodyLimitBytes'],
  createMessageReceiver: [createMessageReceiver, { ...platform, releaseChek: true }, 'releaseCheck'],
  createClient: [createClient, { componentAppId: 'wx0', componentAppSecret: 's', timeoutMS: 1 }, 'timeoutMs'],
  createTasks: [createTasks, { adopts: false }, 'adopt'],
  createConsole: [createConsole, { allowAction: true }, 'allowActions'],
  sqliteStorage: [sqliteStorage, { flie: 'x.db' }, 'file'],
  redisStorage: [redisStorage, { conection: 'redis://127.0.0.1' }, 'connection'],
  mysqlStorage: [mysqlStorage, { poool: {} }, 'pool'],
  postgresStorage: [postgresStorage, { shema: 'public' }, 'schema'],
} as unknown as Readonly<Record<string, readonly [(options: object) => unknown, object, string]>>

test.each(Object.entries(factories))(
  '%s refuses an option with a typo and says what was meant',
  (name, [create, options, meant]) => {
    let thrown: unknown
    try {
      create(options)
    } catch (error) {
      thrown = error
    }
    if (!isWehookError(thrown, 'ERR_OPTIONS_INVALID')) throw thrown ?? new Error('nothing was thrown')
    expect(thrown.message).toContain(name)
    expect(thrown.hint).toContain(`did you mean ${meant}?`)
    expect(thrown.zh.hint).toContain(`是否应为 ${meant}？`)
  },
)
