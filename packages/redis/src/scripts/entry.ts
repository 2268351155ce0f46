/**
 * What the scripts of the inbox share. Keys, after the prefix and `inbox`:
 *
 *     e:<id>                hash: one entry
 *     f:<id>                list: its last failed attempts
 *     by:<state>…           sorted sets: the entries of a state, by the time they were received and by id; also for each InfoType
 *                           (t:<InfoType>), for each account (a:<appid>) and for both
 *     due:<channel>         sorted set: pending entries by the time of the next attempt
 *     held:<channel>        sorted set: entries that some process delivers now, by the end of its lease
 *     passed:<channel>:<t>  sorted set: entries that a process without a handler passed on, by the time of the next offer
 *     giveup:<channel>      sorted set: the same, by the time at which they become unhandled
 *     types:<channel>       set: InfoTypes that have entries passed on
 *     unhandled:<channel>   set: InfoTypes that have unhandled entries
 *     set:<channel>         sorted set: all pending entries by the time at which one of the times above was set
 *     text, forget          sorted sets: settled entries whose text, or all of which, is dropped later, by the time of settlement
 *
 * All times are by the clock of Redis, which all processes share.
 */
export const entryLua = `
local base = KEYS[1]
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
-- With its microseconds: what is stored within one ms is delivered in the order in which it came.
local precise = clock[1] * 1000 + clock[2] / 1000

local function entryKey(id) return base .. ':e:' .. id end
local function timed(kind, channel) return base .. ':' .. kind .. ':' .. channel end
local function passedKey(e) return timed('passed', e.channel) .. ':' .. e.infoType end
local function exact(time) return string.format('%.0f', time) end

local function read(id)
  local names = { 'state', 'order', 'infoType', 'channel', 'appid', 'claim', 'xml' }
  local values = redis.call('HMGET', entryKey(id), unpack(names))
  if not values[1] then return nil end
  local e = { id = id }
  for n, name in ipairs(names) do e[name] = values[n] end
  e.channel = e.channel or 'authorization'
  return e
end

local function indexesOf(e, state)
  local key = base .. ':by:' .. state
  local keys = { key, key .. ':t:' .. e.infoType }
  if e.appid then
    keys[3] = key .. ':a:' .. e.appid
    keys[4] = keys[3] .. ':t:' .. e.infoType
  end
  return keys
end

local function addToIndexes(e, state)
  for _, key in ipairs(indexesOf(e, state)) do redis.call('ZADD', key, 0, e.order) end
end

local function removeFromIndexes(e)
  for _, key in ipairs(indexesOf(e, e.state)) do redis.call('ZREM', key, e.order) end
end

-- Where a pending entry waits ('due' or 'held', until a time); nil for an entry that waits for nothing.
local function place(e, kind, at)
  for _, other in ipairs({ 'due', 'held', 'giveup' }) do
    if other ~= kind then redis.call('ZREM', timed(other, e.channel), e.id) end
  end
  redis.call('ZREM', passedKey(e), e.id)
  if kind then
    redis.call('ZADD', timed(kind, e.channel), at, e.id)
    redis.call('ZADD', timed('set', e.channel), now, e.id)
  else
    redis.call('ZREM', timed('set', e.channel), e.id)
  end
end

local function become(e, state)
  removeFromIndexes(e)
  addToIndexes(e, state)
  e.state = state
  redis.call('HSET', entryKey(e.id), 'state', state)
end

local function settle(e, state)
  become(e, state)
  place(e)
  redis.call('HDEL', entryKey(e.id), 'dueAt', 'giveUpAt')
  redis.call('HSET', entryKey(e.id), 'settledAt', now)
  if state == 'unhandled' then redis.call('SADD', timed('unhandled', e.channel), e.infoType) end
  if state == 'handled' then redis.call('ZADD', base .. ':text', now, e.id) end
  if state == 'handled' or state == 'discarded' then redis.call('ZADD', base .. ':forget', now, e.id) end
end

local function wait(e, dueAt)
  place(e, 'due', dueAt)
  redis.call('HSET', entryKey(e.id), 'dueAt', math.floor(dueAt))
end

local function revive(e)
  if not e.xml or e.state == 'pending' or e.state == 'discarded' then return 0 end
  become(e, 'pending')
  redis.call('HDEL', entryKey(e.id), 'settledAt')
  redis.call('ZREM', base .. ':text', e.id)
  redis.call('ZREM', base .. ':forget', e.id)
  wait(e, now)
  return 1
end

local function dropText(e)
  redis.call('HDEL', entryKey(e.id), 'xml')
  redis.call('DEL', base .. ':f:' .. e.id)
end
`

/**
 * A replica refuses a script that writes. This deletes a key that does not exist and is refused too, so that a server that was primary before a
 * failover does not give an outdated answer. A Redis whose memory is full runs it and what follows.
 */
export const primaryOnly = `redis.call('DEL', KEYS[1] .. ':none')`

/** The same, but a Redis whose memory is full refuses it too. */
export const primaryWithRoomOnly = `redis.call('SETRANGE', KEYS[1] .. ':none', 0, '')`
