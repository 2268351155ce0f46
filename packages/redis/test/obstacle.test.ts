import { expect, it } from 'vitest'
import { obstacleOf } from '../src/obstacle.js'
import { faults } from '../src/texts.js'

const coded = (code: string, message = code) => Object.assign(new Error(message), { code })

/** Messages as Redis 6.2 to 7.4 word them. */
it.each([
  [new Error('WRONGPASS invalid username-password pair or user is disabled.'), faults.wrongPassword, true],
  [new Error('ERR invalid password'), faults.wrongPassword, true],
  [new Error('NOAUTH Authentication required.'), faults.noPassword, true],
  [new Error('ERR DB index is out of range'), faults.noDatabase, true],
  [new Error("READONLY You can't write against a read only replica."), faults.readOnly, false],
  [
    new Error("ERR Error running script: @user_script:3: -READONLY You can't write against a read only replica."),
    faults.readOnly,
    false,
  ],
  [new Error("OOM command not allowed when used memory > 'maxmemory'."), faults.full, false],
  [
    new Error("-OOM command not allowed when used memory > 'maxmemory'. script: 1, on @user_script:1."),
    faults.full,
    false,
  ],
  [new Error('LOADING Redis is loading the dataset in memory'), faults.loading, false],
  [new Error('MISCONF Redis is configured to save RDB snapshots'), faults.cannotPersist, false],
  [coded('ENOTFOUND', 'getaddrinfo ENOTFOUND h'), faults.unknownHost, false],
  [coded('EAI_AGAIN'), faults.unknownHost, false],
  [coded('ECONNREFUSED'), faults.connectionRefused, false],
  [coded('ENOENT', 'connect ENOENT /run/redis.sock'), faults.noSocketFile, false],
  [coded('DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate'), faults.badCertificate, false],
  [coded('ERR_TLS_CERT_ALTNAME_INVALID'), faults.badCertificate, false],
  [coded('EPROTO', 'write EPROTO'), faults.noTlsAnswer, false],
  [coded('ETIMEDOUT'), faults.noAnswer, false],
  [coded('ECONNRESET', 'read ECONNRESET'), faults.connectionLost, false],
  [new Error('Connection is closed.'), faults.connectionLost, false],
  [new Error('WRONGTYPE Operation against a key'), faults.other, false],
  ['no error', faults.other, false],
])('%s', (error, fault, isRefusal) => {
  expect(obstacleOf(error)).toEqual({ fault, isRefusal })
})

it.each([
  ["NOPERM this user has no permissions to run the 'evalsha' command or its subcommand", /EVALSHA/],
  ["NOPERM User app has no permissions to run the 'config|get' command", /CONFIG\|GET/],
  ['NOPERM No permissions to access a key', /keys of this prefix/],
  ["ERR The user executing the script can't run this command or subcommand script: f, on @user_script:1.", /a command/],
])('names the permission: %s', (message, named) => {
  const { fault, isRefusal } = obstacleOf(new Error(message))
  expect(fault.what.en).toMatch(named)
  expect(isRefusal).toBe(true)
})
