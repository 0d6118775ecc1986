#!lua flags=no-writes
-- Lists some of the desktops that a node holds, by what is known here: one that is gone without our knowing is among them.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches node          zset   :node:<node> navigators whose desktops it holds, by session
-- ARGV    settings      of the calling node
--         node
--         from          how many to leave out, those that were listed before
--         most          how many to list at most
-- Reply   {"DONE", [navigator_id, session, ...]}
-- Event   none
-- Again: the same. Cost O(log n + most).
local node, from, most = ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])

return {'DONE', redis.call('ZRANGE', key('node:' .. node), from, from + most - 1, 'WITHSCORES')}
