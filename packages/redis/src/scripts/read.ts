import { entryLua, primaryOnly } from './entry.js'
import { toScript } from './script.js'

/** ARGV: id. The entry's fields and its failed attempts. */
export const getScript = toScript(
  primaryOnly,
  entryLua,
  `return { redis.call('HGETALL', entryKey(ARGV[1])), redis.call('LRANGE', base .. ':f:' .. ARGV[1], 0, -1) }`,
)

/**
 * ARGV: 'oldest' or 'newest', how many, lowest and highest order as ZRANGE takes them, then the indexes to look at. The orders found, merged.
 * An entry is in one state, so it is in one of the indexes.
 */
const pageLua = `
local isNewest, limit = ARGV[1] == 'newest', tonumber(ARGV[2])
local orders = {}
for n = 5, #ARGV do
  local key = base .. ':by:' .. ARGV[n]
  local found
  if isNewest then found = redis.call('ZRANGE', key, ARGV[4], ARGV[3], 'BYLEX', 'REV', 'LIMIT', 0, limit)
  else found = redis.call('ZRANGE', key, ARGV[3], ARGV[4], 'BYLEX', 'LIMIT', 0, limit) end
  for _, order in ipairs(found) do orders[#orders + 1] = order end
end
if #ARGV > 5 then table.sort(orders, function(a, b) if isNewest then return a > b end return a < b end) end
for n = #orders, limit + 1, -1 do orders[n] = nil end`

/** As {@link pageLua}; answers the fields of each entry. */
export const listScript = toScript(
  primaryOnly,
  entryLua,
  pageLua,
  `
local entries = {}
for n, order in ipairs(orders) do entries[n] = redis.call('HGETALL', entryKey(string.sub(order, 17))) end
return entries`,
)

/** As {@link pageLua}; answers the orders. */
export const ordersScript = toScript(primaryOnly, entryLua, pageLua, 'return orders')

/** ARGV: at most how many, lowest and highest order, then the indexes to count in. */
export const countScript = toScript(
  primaryOnly,
  entryLua,
  `
local count = 0
for n = 4, #ARGV do count = count + redis.call('ZLEXCOUNT', base .. ':by:' .. ARGV[n], ARGV[2], ARGV[3]) end
return math.min(count, tonumber(ARGV[1]))`,
)

/** ARGV: the channels. Answers pending, unhandled, dead, handled, discarded, held, passed, heldUntil or 0, oldestDueAt or 0. */
export const countsScript = toScript(
  primaryOnly,
  entryLua,
  `
local answer = {}
for n, state in ipairs({ 'pending', 'unhandled', 'dead', 'handled', 'discarded' }) do
  answer[n] = redis.call('ZCARD', base .. ':by:' .. state)
end
local held, passed, heldUntil, oldestDueAt = 0, 0, 0, math.huge
for _, channel in ipairs(ARGV) do
  held = held + redis.call('ZCARD', timed('held', channel))
  passed = passed + redis.call('ZCARD', timed('giveup', channel))
  local last = redis.call('ZRANGE', timed('held', channel), -1, -1, 'WITHSCORES')
  if last[2] then heldUntil = math.max(heldUntil, tonumber(last[2])) end
  for _, kind in ipairs({ 'due', 'held' }) do
    local first = redis.call('ZRANGE', timed(kind, channel), 0, 0, 'WITHSCORES')
    if first[2] then oldestDueAt = math.min(oldestDueAt, tonumber(first[2])) end
  end
end
if oldestDueAt > precise then oldestDueAt = 0 end
for _, value in ipairs({ held, passed, heldUntil, math.floor(oldestDueAt) }) do answer[#answer + 1] = value end
return answer`,
)
