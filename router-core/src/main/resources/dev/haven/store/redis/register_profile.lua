#!lua
-- Gives a profile its number, with the lanes it may serve, as long as the catalogue is the one the caller computed from.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches catalogue     hash   :catalogue version, lanes, profiles
--         profiles      hash   :profiles definition to number
--         fits          string :fits:p:<profile>, and one byte in each :fits:l:<lane>
--         speaks        string :speaks:<language> one byte a profile, 1 where it speaks the language
-- ARGV    settings      of the calling node
--         version       of the catalogue the caller computed from
--         definition    JSON
--         fits          one character a lane, in order: the lane's channel where the profile may serve it, else a dot
-- Reply   {"REGISTERED", number, version, notices} | {"KNOWN", number, []} | {"STALE", []}
-- Event   profile.registered
-- Again: KNOWN. Cost O(lanes).
local version, definition, fits = ARGV[2], ARGV[3], ARGV[4]

begin()
local known = redis.call('HGET', key('profiles'), definition)
if known then return refuse('KNOWN', known) end
local v = redis.call('HMGET', key('catalogue'), 'version', 'lanes', 'profiles')
if (v[1] or '0') ~= version then return refuse('STALE') end
local number = tonumber(v[3] or '0')
redis.call('HSET', key('profiles'), definition, number)
redis.call('SET', key('fits:p:' .. whole(number)), fits)
for l = 1, #fits do
  redis.call('SETRANGE', key('fits:l:' .. whole(l - 1)), number, string.sub(fits, l, l) ~= '.' and '1' or '.')
end
for language in string.gmatch(string.match(definition, '"languages":%[([^%]]*)%]') or '', '"([^"]+)"') do
  redis.call('SETRANGE', key('speaks:' .. language), number, '1')
end
redis.call('HSET', key('catalogue'), 'version', tonumber(version) + 1, 'profiles', number + 1)
checkpoint.note('profile:' .. definition)
journal('profile.registered', 'profile', number, 'definition', definition, 'fits', fits)
return finish('REGISTERED', whole(number), whole(tonumber(version) + 1))
