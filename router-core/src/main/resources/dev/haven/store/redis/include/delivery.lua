-- How far messages of navigators are.
local DELIVERY = {sent = 1, failed = 2, delivered = 3, read = 4}

local EARLY_FOR = 300000   -- ms

-- Platforms tell it late, twice and in any order: it only goes forward.
local function is_further(status, known) return not known or DELIVERY[status] > DELIVERY[known] end

-- Notes what a platform tells of a message whose sending is not written down yet: it may be faster than its own answer. The furthest of it
-- waits for `finish_command`, which alone knows whose the receipt is. Answers whether it is news. Much of it is never asked for: parts of a
-- message before its last, and what others send over the same account.
function work.delivered_early(receipt, status)
  local early = key('early:' .. receipt)
  if not is_further(status, redis.call('GET', early)) then return false end
  redis.call('SET', early, status, 'PX', EARLY_FOR)
  return true
end

-- How far a message of a navigator is. Answers whether that is news.
function work.delivered(c, command, status)
  if not is_further(status, redis.call('HGET', key('delivery:' .. c.id), command)) then return false end
  redis.call('HSET', key('delivery:' .. c.id), command, status)
  journal('message.delivery', 'contact', c.id, 'command', command, 'status', status)
  if status == 'failed' then notice('alarm', '', c.nav, '0', 'reply_failed', c.id) end
  if c.state == 'engaged' or c.state == 'wrapping' then
    local n = navigator.load(c.nav)
    notice('delivery', n.node, n.id, navigator.next_seq(n), contact.offer_id(c), c.id, command, status)
    local second, k = consult.listener(c)
    if second then notice('delivery', second.node, second.id, navigator.next_seq(second), k.id, c.id, command, status) end
  end
  return true
end

-- Which replies of a contact stand to be tried again, in their order: a later one waits for those before it. That is the field `held` of the
-- delivery's hash. Adds `id`, drops what is over, and lets the first come to its turn when what stood before it is over (`id` is '') or when
-- it was found to be behind and is no more. What somebody works on is left alone: it may be claimed for 30 s from now, and comes by itself.
function work.hold(contact_id, id, behind)
  local delivery = key('delivery:' .. contact_id)
  local ids, known = {}, id == ''
  for each in string.gmatch(redis.call('HGET', delivery, 'held') or '', '%S+') do
    if redis.call('EXISTS', key('command:' .. each)) == 1 then
      ids[#ids + 1] = each
      known = known or each == id
    end
  end
  if not known then
    ids[#ids + 1] = id
    redis.call('HSET', key('command:' .. id), 'held', '1')
  end
  if not ids[1] then
    redis.call('HDEL', delivery, 'held')
    return
  end
  redis.call('HSET', delivery, 'held', table.concat(ids, ' '))
  local waits = id == '' and tonumber(redis.call('ZSCORE', key('commands'), ids[1]) or 0) > now + 30000
  if waits or (behind and ids[1] == id) then redis.call('ZADD', key('commands'), now, ids[1]) end
end
