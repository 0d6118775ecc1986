#!lua flags=allow-oom
-- A node says that it lives; nodes that have not for too long lose their desktops.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches nodes         zset   :nodes node, score last sign of life in ms
--         node          zset   :node:<node>
--         policies      hash   :policies policy to costs;ramp step;reserve
-- ARGV    settings      of the calling node
--         node          its id, new at each start; '' only to look after the others
--         leaving       1 when the node stops
--         lowered       safety floors of urgency that its site has lowered, code:from>to with commas between; '' for none
-- Reply   {"DONE", lost, owner, notices} lost is how many desktops of dead nodes were given up in this call, 100 at most; owner is 1 when
--         this node is to look after the deadlines
-- Event   node.opened with the costs of its policy, urgency.lowered, node.lost, session.lost
-- Again: the same. Cost O(nodes + 100 log n).
local node, leaving, lowered = ARGV[2], ARGV[3], ARGV[4]

begin()
if node ~= '' then
  if leaving == '1' then
    redis.call('ZADD', key('nodes'), 0, node)
  elseif redis.call('ZADD', key('nodes'), now, node) == 1 then
    local costs = {}
    for channel = 0, 5 do costs[channel + 1] = whole(settings.cost[channel]) end
    costs = table.concat(costs, ',')
    redis.call('HSET', key('policies'), settings.policy, costs .. ';' .. whole(settings.ramp_step) .. ';' .. settings.reserve)
    journal('node.opened', 'node', node, 'policy', settings.policy, 'costs', '[' .. costs .. ']', 'step', settings.ramp_step,
      'reserve', settings.reserve)
    if lowered ~= '' then journal('urgency.lowered', 'node', node, 'floors', lowered) end
  end
end
local given_up = 0
for _, dead in ipairs(redis.call('ZRANGEBYSCORE', key('nodes'), '-inf', now - settings.node_lease, 'LIMIT', 0, 4)) do
  local ids = redis.call('ZRANGE', key('node:' .. dead), 0, 99)
  for _, id in ipairs(ids) do
    local n = navigator.load(id)
    redis.call('ZREM', key('node:' .. dead), id)
    if n.node == dead and n.conn == '1' then
      presence.lose(n, false)
      given_up = given_up + 1
    end
  end
  if #ids < 100 then
    redis.call('ZREM', key('nodes'), dead)
    journal('node.lost', 'node', dead)
  end
end
-- The living node of the smallest id looks after the deadlines; the others only make sure that somebody does.
local owner = node
for _, other in ipairs(redis.call('ZRANGEBYSCORE', key('nodes'), '(' .. whole(now - settings.node_lease), '+inf', 'LIMIT', 0, 1000)) do
  if owner == '' or other < owner then owner = other end
end
return finish('DONE', whole(given_up), owner == node and '1' or '0')
