#!lua
-- Gives a lane its number, with the profiles that may serve it, as long as the catalogue is the one the caller computed from.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches catalogue     hash   :catalogue version, lanes, profiles
--         lanes         hash   :lanes definition to number
--         pauses        hash   :pauses, read only; paused string :paused when the queue is paused
--         fits          string :fits:l:<lane>, and one byte in each :fits:p:<profile>
-- ARGV    settings      of the calling node
--         version       of the catalogue the caller computed from
--         definition    JSON
--         channel       digit that stands for the lane in a profile's bits
--         fits          one character a profile, in order: 1 where it may serve the lane
-- Reply   {"REGISTERED", number, version, notices} | {"KNOWN", number, []} | {"STALE", []}
-- Event   lane.registered
-- Again: KNOWN. Cost O(profiles).
local version, definition, channel, fits = ARGV[2], ARGV[3], ARGV[4], ARGV[5]

begin()
local known = redis.call('HGET', key('lanes'), definition)
if known then return refuse('KNOWN', known) end
local v = redis.call('HMGET', key('catalogue'), 'version', 'lanes', 'profiles')
if (v[1] or '0') ~= version then return refuse('STALE') end
local number = tonumber(v[2] or '0')
redis.call('HSET', key('lanes'), definition, number)
redis.call('SET', key('fits:l:' .. whole(number)), fits)
for p = 1, #fits do
  redis.call('SETRANGE', key('fits:p:' .. whole(p - 1)), number, string.sub(fits, p, p) == '1' and channel or '.')
end
redis.call('HSET', key('catalogue'), 'version', tonumber(version) + 1, 'lanes', number + 1)
pause.know(number, definition)
checkpoint.note('lane:' .. definition)
journal('lane.registered', 'lane', number, 'definition', definition, 'fits', fits)
return finish('REGISTERED', whole(number), whole(tonumber(version) + 1))
