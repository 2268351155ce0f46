import { primaryOnly } from './entry.js'
import { toScript } from './script.js'

/** How long the `asOf` of a removed record and the fence of an unused lock are kept. */
const monthMs = 30 * 24 * 60 * 60 * 1_000

const clockLua = `
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)`

/** KEYS: record. Its fields. */
export const readScript = toScript(primaryOnly, `return redis.call('HMGET', KEYS[1], 'asOf', 'value', 'forgetAt')`)

/**
 * Writes a record, or removes it, unless the fence or the `asOf` forbids it. The `asOf` has a key of its own that is kept longer than the record, so
 * that the secret is removed in time while older writes are still refused.
 * KEYS: record, order, fence of the lock. ARGV: fence number or '', asOf, value or '' to remove, Unix ms to forget it at or ''.
 */
export const writeScript = toScript(
  primaryOnly,
  `
if ARGV[1] ~= '' and redis.call('GET', KEYS[3]) ~= ARGV[1] then return 'fenced' end
local known = redis.call('GET', KEYS[2])
if known and tonumber(known) > tonumber(ARGV[2]) then return 'outdated' end
redis.call('DEL', KEYS[1])
if ARGV[3] == '' then
  redis.call('SET', KEYS[2], ARGV[2], 'PX', ${monthMs})
  return 'written'
end
redis.call('HSET', KEYS[1], 'asOf', ARGV[2], 'value', ARGV[3], 'forgetAt', ARGV[4])
redis.call('SET', KEYS[2], ARGV[2])
if ARGV[4] ~= '' then
  redis.call('PEXPIREAT', KEYS[1], ARGV[4])
  redis.call('PEXPIREAT', KEYS[2], string.format('%.0f', tonumber(ARGV[4]) + ${monthMs}))
end
return 'written'`,
)

/**
 * Takes a lock that is free. The fence is never lower than the clock of Redis, so that it rises even where Redis has lost its count. A lock that was
 * taken while the clock of Redis ran ahead is held for one lease from now on.
 * KEYS: lock, fence. ARGV: the holder's secret, lease in ms. The fence as text, or nil while another holds the lock.
 */
export const takeScript = toScript(
  primaryOnly,
  clockLua,
  `
local holder, setAt, lease = unpack(redis.call('HMGET', KEYS[1], 'holder', 'setAt', 'lease'))
if holder then
  if tonumber(setAt) > now then
    redis.call('HSET', KEYS[1], 'setAt', now)
    redis.call('PEXPIRE', KEYS[1], lease)
  end
  return false
end
redis.call('HSET', KEYS[1], 'holder', ARGV[1], 'setAt', now, 'lease', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
local fence = math.max(tonumber(redis.call('GET', KEYS[2]) or '0') + 1, now)
local text = string.format('%.0f', fence)
redis.call('SET', KEYS[2], text, 'PX', ${monthMs})
return text`,
)

/** KEYS: lock. ARGV: the holder's secret, lease in ms. */
export const renewScript = toScript(
  primaryOnly,
  clockLua,
  `
if redis.call('HGET', KEYS[1], 'holder') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'setAt', now)
return redis.call('PEXPIRE', KEYS[1], ARGV[2])`,
)

/** KEYS: lock. ARGV: the holder's secret. */
export const releaseScript = toScript(
  primaryOnly,
  `
if redis.call('HGET', KEYS[1], 'holder') ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])`,
)
