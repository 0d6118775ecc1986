#!lua
-- Takes a navigator off the roster; refused while they have work.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches navigator     string :navigator:<id>, ready sets, roster
-- ARGV    settings      of the calling node
--         navigator_id
-- Reply   {"DONE", notices} | {"BUSY", []} | {"UNKNOWN", []}
-- Event   navigator.removed
-- Again: UNKNOWN. Cost O(log n).
local navigator_id = ARGV[2]

begin()
local n = navigator.load(navigator_id)
if not navigator.exists(n) then return refuse('UNKNOWN') end
if navigator.busy(n) then return refuse('BUSY') end
if n.conn == '1' then
  notice('superseded', n.node, n.id, '0', n.ep)
  redis.call('ZREM', key('node:' .. n.node), n.id)
end
n.conn, n.act, n.next = '0', 'unavailable', ''
navigator.file(n)
match.off_duty(n)
journal('navigator.removed', 'navigator', navigator_id)
redis.call('ZREM', key('deadlines'), 'n:' .. n.id, 'r:' .. n.id)
redis.call('HDEL', key('roster'), navigator_id)
n.prof = ''
return finish('DONE')
