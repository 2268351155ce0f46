import { entryLua, primaryWithRoomOnly } from './entry.js'
import { toScript } from './script.js'

/** Nine arguments for each entry: id, order, componentAppId, receivedAt, infoType, channel, appid, traceparent, text. Answers 1 for a stored entry, 0 for a duplicate. */
export const putScript = toScript(
  primaryWithRoomOnly,
  entryLua,
  `
local names = { 'order', 'componentAppId', 'receivedAt', 'infoType', 'channel', 'appid', 'traceparent', 'xml' }
local answers = {}
for first = 1, #ARGV, 9 do
  local id = ARGV[first]
  if redis.call('EXISTS', entryKey(id)) == 1 then
    answers[#answers + 1] = 0
  else
    local e = { id = id, channel = 'authorization' }
    local fields = { 'state', 'pending', 'attempts', 0, 'claim', 0, 'dueAt', now }
    for n, name in ipairs(names) do
      local value = ARGV[first + n]
      if value ~= '' or name == 'xml' then
        e[name] = value
        fields[#fields + 1] = name
        fields[#fields + 1] = value
      end
    end
    redis.call('HSET', entryKey(id), unpack(fields))
    addToIndexes(e, 'pending')
    -- About a microsecond apart: the entries of one batch keep their order.
    redis.call('ZADD', timed('due', e.channel), precise + first * 0.0001, id)
    redis.call('ZADD', timed('set', e.channel), now, id)
    answers[#answers + 1] = 1
  end
end
return answers`,
)
