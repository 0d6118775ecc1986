#!lua
-- Adds a navigator to the roster or changes what they offer. Lowering capacity evicts nobody.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches navigator     string :navigator:<id>, ready sets
--         roster        hash   :roster navigator to their description
-- ARGV    settings      of the calling node
--         navigator_id profile
--         capacities    six numbers
--         description   JSON, non-ASCII escaped
--         only_new      1 to leave a known navigator as they are
-- Reply   {"DONE", notices} | {"KNOWN", []} with only_new
-- Event   navigator.upserted; hold.ended, drain.ended, exclusion.lapsed of what they cannot take any more
-- Again: the same state. Cost O(log n).
local navigator_id, profile, capacities, description, only_new = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]

begin()
local n = navigator.load(navigator_id)
if navigator.exists(n) and only_new == '1' then return finish('KNOWN') end
if n.prof ~= '' and n.prof ~= profile and n.duty == '1' then
  redis.call('ZREM', key('duty:' .. n.prof), n.id)
  redis.call('ZADD', key('duty:' .. profile), 0, n.id)
end
if n.prof ~= profile then navigator.unfile(n) end
local fresh = not navigator.exists(n)
local changed = n.prof ~= profile or n.caps ~= capacities
n.prof, n.caps = profile, capacities
n.stand = string.match(description, '"standIn":"([^"\\]+)"') or ''
if fresh then
  n.cnt, n.pk, n.idle, n.act = '0,0,0,0,0,0', '0,0,0,0,0,0', whole(now), 'unavailable'
end
redis.call('HSET', key('roster'), navigator_id, description)
journal('navigator.upserted', 'navigator', navigator_id, 'profile', tonumber(profile), 'capacities', '[' .. capacities .. ']', 'stand_in', n.stand)
if changed and navigator.on_duty(n) then match.changed(n) end
match.settle(n)
match.unreserve()
return finish('DONE')
