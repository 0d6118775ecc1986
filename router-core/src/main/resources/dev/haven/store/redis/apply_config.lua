#!lua
-- A running node takes up another configuration.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches policies      hash   :policies policy to costs;ramp step;reserve
-- ARGV    settings      of the new configuration
--         node          who takes it up
--         rules         how many rules its workflow has
-- Reply   {"APPLIED", notices}
-- Event   config.applied with the costs of its policy
-- Again with the same: applied once more. Offers what a reserve kept back that is no more. Cost O(policy).
local node, rules = ARGV[2], ARGV[3]

begin()
local costs = {}
for channel = 0, 5 do costs[channel + 1] = whole(settings.cost[channel]) end
costs = table.concat(costs, ',')
redis.call('HSET', key('policies'), settings.policy, costs .. ';' .. whole(settings.ramp_step) .. ';' .. settings.reserve)
journal('config.applied', 'node', node, 'policy', settings.policy, 'rules', tonumber(rules), 'costs', '[' .. costs .. ']', 'step', settings.ramp_step,
  'reserve', settings.reserve)
match.unreserve()
return finish('APPLIED')
