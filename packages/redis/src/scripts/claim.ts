import { entryLua, primaryOnly } from './entry.js'
import { toScript } from './script.js'

/**
 * Takes up to ARGV[2] entries of channel ARGV[1] for a lease of ARGV[3] ms: those whose holder's lease has ended, those that are due, and
 * those passed on whose InfoType is among ARGV[4…]. Answers: the taken entries (whether the last attempt was lost, and the fields), the entries
 * that no process took in time and that are now `unhandled`, the InfoTypes that were passed on, ms until there may be more to do (-1: nothing is pending).
 */
export const claimScript = toScript(
  primaryOnly,
  entryLua,
  `
local channel, room, lease = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local batch = 100

local function upTo(key, count)
  if count <= 0 then return {} end
  return redis.call('ZRANGE', key, '-inf', precise, 'BYSCORE', 'LIMIT', 0, count)
end

-- A time that was set while the clock ran ahead counts from now on: nothing waits longer than it was told to.
local setKey = timed('set', channel)
local ahead = redis.call('ZRANGE', setKey, '(' .. exact(now), '+inf', 'BYSCORE', 'LIMIT', 0, batch, 'WITHSCORES')
for n = 1, #ahead, 2 do
  local id, step = ahead[n], tonumber(ahead[n + 1]) - now
  local e = read(id)
  local keys = { timed('due', channel), timed('held', channel), timed('giveup', channel) }
  if e then keys[4] = passedKey(e) end
  for _, key in ipairs(keys) do
    local at = redis.call('ZSCORE', key, id)
    if at then redis.call('ZADD', key, tonumber(at) - step, id) end
  end
  for _, field in ipairs({ 'dueAt', 'giveUpAt' }) do
    local at = e and redis.call('HGET', entryKey(id), field)
    if at then redis.call('HSET', entryKey(id), field, tonumber(at) - step) end
  end
  redis.call('ZADD', setKey, now, id)
end

-- Entries whose time in the set has come. One that a host deleted by hand is taken out of the set.
local function entriesUpTo(key, count)
  local entries = {}
  for _, id in ipairs(upTo(key, count)) do
    local e = read(id)
    if e then entries[#entries + 1] = e else redis.call('ZREM', key, id) end
  end
  return entries
end

local unhandled = {}
for _, e in ipairs(entriesUpTo(timed('giveup', channel), batch)) do
  settle(e, 'unhandled')
  unhandled[#unhandled + 1] = redis.call('HGETALL', entryKey(e.id))
end

local taken = {}
local function take(key, wasLost)
  for _, e in ipairs(entriesUpTo(key, room - #taken)) do
    place(e, 'held', now + lease)
    redis.call('HINCRBY', entryKey(e.id), 'claim', 1)
    redis.call('HINCRBY', entryKey(e.id), 'attempts', 1)
    taken[#taken + 1] = { wasLost, redis.call('HGETALL', entryKey(e.id)) }
  end
end
take(timed('held', channel), 1)
take(timed('due', channel), 0)
for n = 4, #ARGV do take(timed('passed', channel) .. ':' .. ARGV[n], 0) end

local types = {}
for _, infoType in ipairs(redis.call('SMEMBERS', timed('types', channel))) do
  if redis.call('ZCARD', timed('passed', channel) .. ':' .. infoType) == 0 then
    redis.call('SREM', timed('types', channel), infoType)
  else
    types[#types + 1] = infoType
  end
end

local soonest = -1
for _, kind in ipairs({ 'due', 'held', 'giveup' }) do
  local first = redis.call('ZRANGE', timed(kind, channel), 0, 0, 'WITHSCORES')
  if first[2] then
    local ms = math.max(0, math.ceil(tonumber(first[2]) - precise))
    if soonest == -1 or ms < soonest then soonest = ms end
  end
end
return { taken, unhandled, types, soonest }`,
)
