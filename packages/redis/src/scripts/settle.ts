import { entryLua, primaryOnly } from './entry.js'
import { toScript } from './script.js'

/** How a process ends its claim. `handled`, `dead`: final states. `later`: due after some ms. `passed`: offered to other processes. `back`: due now. */
export type Ending = 'handled' | 'dead' | 'later' | 'passed' | 'back'

/**
 * Six arguments for each entry: id, claim, ending, attempts, ms (of `later`: the wait; of `passed`: until it is unhandled), error or ''. Answers for
 * each 'done', 'unhandled' (a passed entry whose time is over), or 'lost': another process holds the entry by now, and nothing was changed.
 */
export const settleScript = toScript(
  primaryOnly,
  entryLua,
  `
local offerAgainMs, keptFailures = 1000, 20

local function pass(e, unhandledAfterMs)
  local giveUpAt = tonumber(redis.call('HGET', entryKey(e.id), 'giveUpAt') or now + unhandledAfterMs)
  if giveUpAt <= now then
    settle(e, 'unhandled')
    return 'unhandled'
  end
  local offerAt = math.min(now + offerAgainMs, giveUpAt)
  place(e, 'giveup', giveUpAt)
  redis.call('ZADD', passedKey(e), offerAt, e.id)
  redis.call('SADD', timed('types', e.channel), e.infoType)
  redis.call('HSET', entryKey(e.id), 'giveUpAt', giveUpAt, 'dueAt', offerAt)
  return 'done'
end

local answers = {}
for first = 1, #ARGV, 6 do
  local id, claim, ending, attempts, ms, failure = unpack(ARGV, first, first + 5)
  local e = read(id)
  local answer = 'done'
  if not e or e.state ~= 'pending' or e.claim ~= claim then
    answer = 'lost'
  else
    redis.call('HINCRBY', entryKey(id), 'claim', 1)
    redis.call('HSET', entryKey(id), 'attempts', attempts)
    if failure ~= '' then
      redis.call('HSET', entryKey(id), 'lastError', failure)
      redis.call('RPUSH', base .. ':f:' .. id, attempts .. ' ' .. exact(now) .. ' ' .. failure)
      redis.call('LTRIM', base .. ':f:' .. id, -keptFailures, -1)
    end
    if ending == 'passed' then
      answer = pass(e, tonumber(ms))
    elseif ending == 'later' or ending == 'back' then
      redis.call('HDEL', entryKey(id), 'giveUpAt')
      wait(e, now + tonumber(ms))
    else
      settle(e, ending)
    end
  end
  answers[#answers + 1] = answer
end
return answers`,
)

/** ARGV: lease in ms, then id and claim of each entry. 1 for each whose lease was renewed, 0 where another process holds the entry by now. */
export const renewScript = toScript(
  primaryOnly,
  entryLua,
  `
local answers = {}
for n = 2, #ARGV, 2 do
  local e = read(ARGV[n])
  local isOurs = e and e.state == 'pending' and e.claim == ARGV[n + 1]
  if isOurs then place(e, 'held', now + tonumber(ARGV[1])) end
  answers[#answers + 1] = isOurs and 1 or 0
end
return answers`,
)
