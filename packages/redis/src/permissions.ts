import type { WehookErrorCode } from '@wehook/core'
import type { Client } from './client.js'
import { toError } from './error.js'
import type { RedisSettings } from './options.js'
import { runScript, toScript } from './scripts/script.js'
import { noPermission } from './texts.js'

/** Every command that the scripts use, with arguments under which it changes nothing that stays. */
const commands = [
  'TIME',
  'EXISTS',
  'HSET f v',
  'HMGET f',
  'HGET f',
  'HGETALL',
  'HINCRBY n 1',
  'HDEL f',
  'ZADD 0 m',
  'ZREM m',
  'ZRANGE 0 0',
  'ZCARD',
  'ZSCORE m',
  'ZLEXCOUNT - +',
  'SADD m',
  'SREM m',
  'SMEMBERS',
  'RPUSH m',
  'LRANGE 0 0',
  'LTRIM 0 0',
  'SET v PX 1',
  'GET',
  'SETRANGE 0 v',
  'PEXPIRE 1',
  'PEXPIREAT 1',
  'DEL',
].map((line) => line.split(' '))

/** Runs each command on a test key that is empty afterwards; answers the commands that the user may not run. */
const probeScript = toScript(`
local key, denied, at = KEYS[1] .. ':none', {}, 1
local function isDenied(answer)
  local text = type(answer) == 'table' and answer.err or ''
  return string.find(text, 'NOPERM') or string.find(text, "can't run") or string.find(text, "can't access")
    or string.find(text, 'no permissions')
end
while at <= #ARGV do
  local name, count = ARGV[at], tonumber(ARGV[at + 1])
  local answer
  if name == 'TIME' then answer = redis.pcall(name) else answer = redis.pcall(name, key, unpack(ARGV, at + 2, at + 1 + count)) end
  if isDenied(answer) then denied[#denied + 1] = name end
  at = at + 2 + count
end
return denied`)

/** @throws an error with `code` that names the commands which the user of Redis may not run. */
export async function checkPermissions(
  client: Client,
  { prefix }: RedisSettings,
  code: WehookErrorCode,
): Promise<void> {
  const key = `${prefix}:inbox`
  // Redis keeps loaded scripts until it restarts, so a missing permission for EVAL would only be noticed then.
  await client.eval('return 1', 1, key)
  const args = commands.flatMap(([name = '', ...rest]) => [name, rest.length, ...rest])
  const denied = (await runScript(client, probeScript, [key], args)) as readonly string[]
  if (denied.length > 0) throw toError(code, noPermission(denied.join(', ')))
}
