#!lua
-- A running node looks whether it may take up another configuration, or does.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches policies      hash   :policies policy to costs;ramp step;reserve
--         contact       string :contact:<id> of every contact that is not closed, read only
--         deadlines     zset   :deadlines, read only
-- ARGV    settings      of the new configuration
--         node          who takes it up
--         rules         how many rules its workflow has; '' to look only
--         gone          lanes of the queues that are no more, comma between; '' for none
-- Reply   {"APPLIED", notices} | {"CLEAR", []} it may | {"ORPHANS", contact_id, lane, []} the first of the work that would be left
-- Event   config.applied with the costs of its policy
-- Again with the same: applied once more. Offers what a reserve kept back that is no more. Cost O(policy), with lanes that are gone O(contacts that are not closed).
local node, rules, gone = ARGV[2], ARGV[3], ARGV[4]

begin()
if gone ~= '' then
  local none_left = ',' .. gone .. ','
  for _, member in ipairs(redis.call('ZRANGE', key('deadlines'), 0, -1)) do
    if string.sub(member, 1, 2) == 'c:' then
      -- Read without `contact.load`, which would keep every contact in memory until the end.
      local c = unpacked_contact(redis.call('GET', contact.key(string.sub(member, 3))) or '')
      if c.state ~= '' and c.state ~= 'closed' then
        local lanes = {c.lane}
        for i, step in ipairs(split(c.steps, ';')) do
          if i > (tonumber(c.step) or 0) and step ~= '' then lanes[#lanes + 1] = split(step, ':')[2] end
        end
        for _, lane in ipairs(lanes) do
          if lane ~= '' and string.find(none_left, ',' .. lane .. ',', 1, true) then return refuse('ORPHANS', string.sub(member, 3), lane) end
        end
      end
    end
  end
end
if rules == '' then return refuse('CLEAR') end
local costs = {}
for channel = 0, 5 do costs[channel + 1] = whole(settings.cost[channel]) end
costs = table.concat(costs, ',')
redis.call('HSET', key('policies'), settings.policy, costs .. ';' .. whole(settings.ramp_step) .. ';' .. settings.reserve)
journal('config.applied', 'node', node, 'policy', settings.policy, 'rules', tonumber(rules), 'costs', '[' .. costs .. ']', 'step', settings.ramp_step,
  'reserve', settings.reserve)
match.unreserve()
return finish('APPLIED')
