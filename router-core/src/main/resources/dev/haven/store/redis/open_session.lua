#!lua
-- A desktop said hello: it becomes the navigator's session, an older one is told to go.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches navigator     string :navigator:<id>, ready sets
--         node          zset   :node:<node> navigators whose desktops it holds, by session
-- ARGV    settings      of the calling node
--         navigator_id node
--         activity      to take up at once, '' to stay
-- Reply   {"OPEN", session, seq, activity, next, notices} | {"UNKNOWN", []} no such navigator
-- Event   session.opened
-- Again: a newer session of the same navigator. Pending offers and engagements stay theirs. Cost O(log n).
local navigator_id, node, activity = ARGV[2], ARGV[3], ARGV[4]

begin()
local n = navigator.load(navigator_id)
if not navigator.exists(n) then return refuse('UNKNOWN') end
if n.conn == '1' then notice('superseded', n.node, n.id, '0', n.ep) end
if n.node ~= '' and n.node ~= node then redis.call('ZREM', key('node:' .. n.node), n.id) end
redis.call('ZREM', key('deadlines'), 'n:' .. n.id)
n.ep = whole((tonumber(n.ep) or 0) + 1)
redis.call('ZADD', key('node:' .. node), n.ep, n.id)
n.conn, n.node, n.lost = '1', node, ''
if n.act == '' then n.act = 'unavailable' end
journal('session.opened', 'navigator', n.id, 'session', n.ep, 'node', node)
if activity ~= '' and activity ~= n.act then presence.set_activity(n, activity) end
local pending = n.off ~= '' and contact.load(string.match(n.off, '^[^.]*')) or nil
if pending and consult.is(pending, n.off) then
  consult.to_session(pending, n.ep)
elseif pending and contact.offer_id(pending) ~= n.off then
  parallel.to_session(pending, n)
elseif pending then
  pending.oep = n.ep
end
match.settle(n)
return finish('OPEN', n.ep, n.seq ~= '' and n.seq or '0', n.act, n.next)
