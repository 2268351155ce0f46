import { entryLua, primaryOnly } from './entry.js'
import { toScript } from './script.js'

/** ARGV: ids. How many became pending; those without a text, pending or discarded stay as they are. */
export const requeueScript = toScript(
  primaryOnly,
  entryLua,
  `
local count = 0
for _, id in ipairs(ARGV) do
  local e = read(id)
  if e and revive(e) == 1 then
    count = count + 1
    redis.call('HDEL', entryKey(id), 'lastError')
    redis.call('HSET', entryKey(id), 'attempts', 0)
  end
end
return count`,
)

/** ARGV: ids. How many were discarded: of those dead, unhandled, or pending and not being delivered now. */
export const discardScript = toScript(
  primaryOnly,
  entryLua,
  `
local count = 0
for _, id in ipairs(ARGV) do
  local e = read(id)
  local isOpen = e and (e.state == 'dead' or e.state == 'unhandled' or e.state == 'pending')
  if isOpen and not redis.call('ZSCORE', timed('held', e.channel), id) then
    settle(e, 'discarded')
    dropText(e)
    count = count + 1
  end
end
return count`,
)

/** InfoTypes of channel ARGV[1] that have unhandled entries. */
export const unhandledTypesScript = toScript(
  primaryOnly,
  entryLua,
  `
local types = {}
for _, infoType in ipairs(redis.call('SMEMBERS', timed('unhandled', ARGV[1]))) do
  if redis.call('ZCARD', base .. ':by:unhandled:t:' .. infoType) > 0 then types[#types + 1] = infoType
  else redis.call('SREM', timed('unhandled', ARGV[1]), infoType) end
end
return types`,
)

/** Makes up to ARGV[3] unhandled entries of channel ARGV[1] and InfoType ARGV[2] pending; their attempts are kept. How many. */
export const reviveScript = toScript(
  primaryOnly,
  entryLua,
  `
local orders = redis.call('ZRANGE', base .. ':by:unhandled:t:' .. ARGV[2], 0, tonumber(ARGV[3]) - 1)
local count = 0
for _, order in ipairs(orders) do
  local e = read(string.sub(order, 17))
  if e and e.channel == ARGV[1] then count = count + revive(e) end
end
return count`,
)

/**
 * Drops up to ARGV[3] texts of entries handled ARGV[1] ms ago, and up to as many entries that were settled ARGV[2] ms ago. How many of both:
 * as many as asked for means that there may be more.
 */
export const sweepScript = toScript(
  primaryOnly,
  entryLua,
  `
local count = 0
local function old(key, ageMs)
  return redis.call('ZRANGE', base .. key, '-inf', now - tonumber(ageMs), 'BYSCORE', 'LIMIT', 0, tonumber(ARGV[3]))
end
for _, id in ipairs(old(':text', ARGV[1])) do
  dropText({ id = id })
  redis.call('ZREM', base .. ':text', id)
  count = count + 1
end
for _, id in ipairs(old(':forget', ARGV[2])) do
  local e = read(id)
  if e then removeFromIndexes(e) end
  redis.call('DEL', entryKey(id), base .. ':f:' .. id)
  redis.call('ZREM', base .. ':forget', id)
  redis.call('ZREM', base .. ':text', id)
  count = count + 1
end
return count`,
)
