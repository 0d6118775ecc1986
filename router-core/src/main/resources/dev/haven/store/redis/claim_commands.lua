#!lua
-- Takes outside effects that are due, so that no other node starts on them for 30 s; those the node still works on stay its own.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches commands      zset   :commands
-- ARGV    settings      of the calling node
--         most          how many at most
--         under_way ... ids of those it works on
-- Reply   {"DONE", [[id, type, contact, try, body], ...], notices}
-- Event   none
-- Again: the next ones. Cost O((most + under way) · log n).
local most = tonumber(ARGV[2])

begin()
for i = 3, #ARGV do redis.call('ZADD', key('commands'), 'XX', 'GT', now + 30000, ARGV[i]) end
local rows = {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', key('commands'), '-inf', now, 'LIMIT', 0, most)) do
  local f = redis.call('HMGET', key('command:' .. id), 'type', 'contact', 'try', 'body')
  if f[1] then
    redis.call('ZADD', key('commands'), now + 30000, id)
    rows[#rows + 1] = {id, f[1], f[2], f[3], f[4] or ''}
  else
    redis.call('ZREM', key('commands'), id)
  end
end
if #rows == 0 then return refuse('DONE', rows) end
return finish('DONE', rows)
