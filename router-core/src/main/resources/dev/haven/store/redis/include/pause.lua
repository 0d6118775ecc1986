-- The pause of a queue: what waits in its lanes and is not strict is offered to nobody, and keeps its place. Strict contacts are offered as
-- ever. An offer that is pending when the pause begins stays.
--
-- `pauses` holds since when, by queue; `paused` one character a lane. The workspace's state counts the paused queues, so that a workspace
-- without any reads neither.
local pause = {}

local function paused_lanes()
  local name = key('paused')
  if fetched[name] == nil then fetch(name, redis.call('GET', name)) end
  return fetched[name] or ''
end

-- Whether what stands in that lane with that rank is kept waiting by a pause.
function match.paused(lane, rank) return S.paused > 0 and rank > 2 and eligible(paused_lanes(), tonumber(lane)) end

local function mark_lane(number, on)
  redis.call('SETRANGE', key('paused'), number, on == '1' and '1' or '.')
  fetched[key('paused')] = nil
end

-- Notes in every lane of a queue that it is paused, or is no more.
function pause.mark(queue, on)
  S.paused = S.paused + (on == '1' and 1 or -1)
  local lanes = redis.call('HGETALL', key('lanes'))
  for i = 1, #lanes, 2 do
    if cjson.decode(lanes[i]).queue == queue then mark_lane(tonumber(lanes[i + 1]), on) end
  end
end

-- A lane was registered: when its queue is paused it is too.
function pause.know(number, definition)
  if S.paused > 0 and redis.call('HEXISTS', key('pauses'), cjson.decode(definition).queue) == 1 then mark_lane(number, '1') end
end

-- A pause ended: whoever is free is offered the best that waits for them, by load and idle time, until nobody takes anything more.
function pause.over()
  if S.waiting == 0 then return end
  repeat until match.try_everybody() == 0
end
