import { primaryOnly } from './entry.js'
import { toScript } from './script.js'

/**
 * What the scripts of tasks share. Keys, after the prefix, `tasks` and the scope:
 *
 *     r:<id>       hash: one row
 *     u:<key>      string: id of the row that holds a unique key
 *     k:<key>      sorted set: ids of the rows that hold a key, unique or not
 *     due          sorted set: ids by the next moment to look
 *     from         sorted set: the same ids by when that moment was set
 *     all…         sorted sets: ids of all rows, also for each kind (k:<kind>), each outcome (o:<outcome>) and both
 *     counts       hash: how many rows there are of each kind and outcome
 */
const rowLua = `
local base = KEYS[1]
local function rowKey(id) return base .. ':r:' .. id end

local function listsOf(kind, outcome)
  local all = base .. ':all'
  return { all, all .. ':k:' .. kind, all .. ':o:' .. outcome, all .. ':k:' .. kind .. ':o:' .. outcome }
end

local function count(pair, step)
  if redis.call('HINCRBY', base .. ':counts', pair, step) == 0 then redis.call('HDEL', base .. ':counts', pair) end
end

local function drop(id)
  local kind, outcome, pair, unique, keys =
    unpack(redis.call('HMGET', rowKey(id), 'kind', 'outcome', 'pair', 'unique', 'keys'))
  if not kind then return end
  for _, key in ipairs(cjson.decode(unique)) do
    redis.call('DEL', base .. ':u:' .. key)
    redis.call('ZREM', base .. ':k:' .. key, id)
  end
  for _, key in ipairs(cjson.decode(keys)) do redis.call('ZREM', base .. ':k:' .. key, id) end
  for _, list in ipairs(listsOf(kind, outcome)) do redis.call('ZREM', list, id) end
  redis.call('ZREM', base .. ':due', id)
  redis.call('ZREM', base .. ':from', id)
  redis.call('DEL', rowKey(id))
  count(pair, -1)
end

local function versionOf(id) return redis.call('HGET', rowKey(id), 'version') or '0' end
`

/**
 * Eleven arguments for each write: id, expected version, kind or '' to remove the row, outcome, the name under which the count of both is kept, openedAt, dueAt
 * or '', dueFrom or '', unique keys and keys as JSON, body. Answers the conflict: nothing, or 'version' or 'unique' and an id.
 */
export const writeTasksScript = toScript(
  primaryOnly,
  rowLua,
  `
local writes, isWritten = {}, {}
for first = 1, #ARGV, 11 do
  local id, expected, kind, outcome, pair, openedAt, dueAt, dueFrom, unique, keys, body = unpack(ARGV, first, first + 10)
  if versionOf(id) ~= expected then return { 'version', id } end
  isWritten[id] = true
  if kind ~= '' then
    writes[#writes + 1] = { id = id, expected = expected, kind = kind, outcome = outcome, pair = pair, openedAt = openedAt,
      dueAt = dueAt, dueFrom = dueFrom, unique = unique, keys = keys, body = body }
  end
end

local holders = {}
for _, row in ipairs(writes) do
  for _, key in ipairs(cjson.decode(row.unique)) do
    local holder = redis.call('GET', base .. ':u:' .. key)
    if holder and not isWritten[holder] then return { 'unique', holder } end
    if (holders[key] or row.id) ~= row.id then return { 'unique', holders[key] } end
    holders[key] = row.id
  end
end

for id in pairs(isWritten) do drop(id) end
for _, row in ipairs(writes) do
  local id = row.id
  redis.call('HSET', rowKey(id), 'version', tonumber(row.expected) + 1, 'kind', row.kind, 'outcome', row.outcome, 'pair', row.pair,
    'openedAt', row.openedAt, 'unique', row.unique, 'keys', row.keys, 'body', row.body)
  for _, key in ipairs(cjson.decode(row.unique)) do
    redis.call('SET', base .. ':u:' .. key, id)
    redis.call('ZADD', base .. ':k:' .. key, 0, id)
  end
  for _, key in ipairs(cjson.decode(row.keys)) do redis.call('ZADD', base .. ':k:' .. key, 0, id) end
  for _, list in ipairs(listsOf(row.kind, row.outcome)) do redis.call('ZADD', list, 0, id) end
  if row.dueAt ~= '' then
    redis.call('HSET', rowKey(id), 'dueAt', row.dueAt)
    redis.call('ZADD', base .. ':due', row.dueAt, id)
  end
  if row.dueFrom ~= '' then
    redis.call('HSET', rowKey(id), 'dueFrom', row.dueFrom)
    redis.call('ZADD', base .. ':from', row.dueFrom, id)
  end
  count(row.pair, 1)
end
return {}`,
)

/** ARGV: a sorted set, at most how many, and the id that the page begins after or ''. Ids and fields of the rows, newest first. */
export const taskPageScript = toScript(
  primaryOnly,
  rowLua,
  `
local from = ARGV[3] == '' and '+' or '(' .. ARGV[3]
local rows = {}
for n, id in ipairs(redis.call('ZRANGE', base .. ':' .. ARGV[1], from, '-', 'BYLEX', 'REV', 'LIMIT', 0, ARGV[2])) do
  rows[n] = { id, redis.call('HGETALL', rowKey(id)) }
end
return rows`,
)

/** ARGV: id. */
export const getTaskScript = toScript(primaryOnly, rowLua, `return redis.call('HGETALL', rowKey(ARGV[1]))`)

/**
 * ARGV: now, until, at most how many, and a time: rows whose time was set later than this were written while the clock ran ahead.
 * Ids and fields of the rows that are claimed until then, the most overdue first.
 */
export const claimTasksScript = toScript(
  primaryOnly,
  rowLua,
  `
local rows = {}
local function claim(list, from, to)
  for _, id in ipairs(redis.call('ZRANGE', base .. list, from, to, 'BYSCORE', 'LIMIT', 0, ARGV[3] - #rows)) do
    redis.call('HINCRBY', rowKey(id), 'version', 1)
    redis.call('HSET', rowKey(id), 'dueAt', ARGV[2], 'dueFrom', ARGV[1])
    redis.call('ZADD', base .. ':due', ARGV[2], id)
    redis.call('ZADD', base .. ':from', ARGV[1], id)
    rows[#rows + 1] = { id, redis.call('HGETALL', rowKey(id)) }
  end
end
claim(':due', '-inf', ARGV[1])
claim(':from', '(' .. ARGV[4], '+inf')
return rows`,
)

/** The earliest time at which a row is due, or nothing. */
export const nextDueScript = toScript(
  primaryOnly,
  rowLua,
  `return redis.call('ZRANGE', base .. ':due', 0, 0, 'WITHSCORES')[2]`,
)

/** Pairs of kind and outcome, each followed by its count. */
export const taskCountsScript = toScript(primaryOnly, rowLua, `return redis.call('HGETALL', base .. ':counts')`)

/** ARGV: id, expected version. 1 when the row was there at that version and is removed. */
export const forgetTaskScript = toScript(
  primaryOnly,
  rowLua,
  `
if versionOf(ARGV[1]) ~= ARGV[2] or ARGV[2] == '0' then return 0 end
drop(ARGV[1])
return 1`,
)
