/** A removed record's mark lasts this long, and so does the count of a lock that nobody takes (core's `TokenStore`). */
const monthMs = 30 * 24 * 60 * 60 * 1_000

/**
 * Writes a record, or a removal's mark, if neither fence nor order forbid it.
 * KEYS: record, fence of the lock. ARGV: fence number or '', asOf, value ('' with a mark), Unix ms to forget it at or '', '1' for a mark.
 */
export const writeScript = `
if ARGV[1] ~= '' and redis.call('GET', KEYS[2]) ~= ARGV[1] then return 'fenced' end
local standing = redis.call('HGET', KEYS[1], 'asOf')
if standing and tonumber(standing) > tonumber(ARGV[2]) then return 'outdated' end
redis.call('DEL', KEYS[1])
if ARGV[5] == '1' then
  redis.call('HSET', KEYS[1], 'asOf', ARGV[2])
  redis.call('PEXPIRE', KEYS[1], ${monthMs})
else
  redis.call('HSET', KEYS[1], 'asOf', ARGV[2], 'value', ARGV[3], 'forgetAt', ARGV[4])
  if ARGV[4] ~= '' then redis.call('PEXPIREAT', KEYS[1], ARGV[4]) end
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
