/** How long the place in the order of a record that is gone is remembered, and the count of a lock that nobody takes (core's `TokenStore`). */
const monthMs = 30 * 24 * 60 * 60 * 1_000

/**
 * Writes a record, or removes it, if neither fence nor order forbid it. The `asOf` stands in a key of its own that outlives the
 * record, so that the secret is gone when its time has come and its place in the order is not.
 * KEYS: record, order, fence of the lock. ARGV: fence number or '', asOf, value or '' to remove, Unix ms to forget it at or ''.
 */
export const writeScript = `
if ARGV[1] ~= '' and redis.call('GET', KEYS[3]) ~= ARGV[1] then return 'fenced' end
local standing = redis.call('GET', KEYS[2])
if standing and tonumber(standing) > tonumber(ARGV[2]) then return 'outdated' end
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
return 'written'`

/**
 * Takes a lock that is free. The fence grows with the clock as well, so that it rises even where Redis forgot the count.
 * KEYS: lock, fence. ARGV: the holder's secret, lease in ms. The fence as text, or nil while another holds the lock.
 */
export const takeScript = `
if not redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return false end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local fence = math.max(tonumber(redis.call('GET', KEYS[2]) or '0') + 1, now)
local text = string.format('%.0f', fence)
redis.call('SET', KEYS[2], text, 'PX', ${monthMs})
return text`

/** KEYS: lock. ARGV: the holder's secret, lease in ms. */
export const renewScript = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])`

/** KEYS: lock. ARGV: the holder's secret. */
export const releaseScript = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])`
