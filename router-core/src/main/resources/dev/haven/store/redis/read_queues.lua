#!lua flags=no-writes
-- Reads how the lanes and the ready sets stand.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches lanes, ready sets, duty sets, nodes, emergencies, pauses
-- ARGV    settings      of the calling node
--         lanes profiles   how many the caller knows of
-- Reply   {"DONE", now_ms, [[lane, waiting, rank 0, 1, 2, 3, 4, oldest order ms by rank 0 .. 4], ...] non-empty lanes,
--          [[profile, on duty], ...], [[ready set, navigators], ...], waiting, due, commands, oldest due ms, version of the catalogue, [queue in an emergency, since ms, ...],
--          [paused queue, since ms, ...]}
-- Event   none
-- Again: the same. Cost O(non-empty lanes + profiles + ready sets).
local profiles = tonumber(ARGV[3])

begin()
local lanes = {}
for _, lane in ipairs(redis.call('ZRANGE', key('heads'), 0, 999)) do
  local set = key('lane:' .. lane)
  local row = {lane, redis.call('ZCARD', set)}
  local oldest = {}
  for rank = 0, 4 do
    local low, high = string.format('%.0f', rank * 1e13), '(' .. string.format('%.0f', (rank + 1) * 1e13)
    row[#row + 1] = redis.call('ZCOUNT', set, low, high)
    local first = redis.call('ZRANGEBYSCORE', set, low, high, 'WITHSCORES', 'LIMIT', 0, 1)
    oldest[#oldest + 1] = first[2] and whole(tonumber(first[2]) - rank * 1e13) or '0'
  end
  for i = 1, 5 do row[#row + 1] = oldest[i] end
  lanes[#lanes + 1] = row
end
local duty = {}
for p = 0, profiles - 1 do
  local on = redis.call('ZCARD', key('duty:' .. whole(p)))
  if on > 0 then duty[#duty + 1] = {whole(p), on} end
end
local ready = {}
for _, rk in ipairs(redis.call('ZRANGE', key('ready'), 0, 999)) do
  local free = redis.call('ZCARD', kept_key('ready:', rk))
  if free > 0 then ready[#ready + 1] = {rk, free} end
end
local first = redis.call('ZRANGE', key('deadlines'), 0, 0, 'WITHSCORES')
return {'DONE', whole(now), lanes, duty, ready, whole(S.waiting), redis.call('ZCARD', key('deadlines')), redis.call('ZCARD', key('commands')),
  first[2] and whole(tonumber(first[2])) or '0', redis.call('HGET', key('catalogue'), 'version') or '0',
  redis.call('HGETALL', key('emergencies')), redis.call('HGETALL', key('pauses'))}
