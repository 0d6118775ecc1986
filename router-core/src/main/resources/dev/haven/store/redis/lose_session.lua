#!lua flags=allow-oom
-- A desktop is gone: its navigator is offered nothing from now on; offers and work return when they do not come back in time.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches navigator     string :navigator:<id>, ready sets, deadlines
-- ARGV    settings      of the calling node
--         navigator_id session
--         at_once       1 when the navigator signed out: pending offers return now
-- Reply   {"LOST", notices} | {"STALE", []} a newer session is active, or it was lost already
-- Event   session.lost
-- Again: STALE. Cost O(log n).
local navigator_id, session, at_once = ARGV[2], ARGV[3], ARGV[4]

begin()
local n = navigator.load(navigator_id)
if n.ep ~= session or n.conn ~= '1' then return refuse('STALE') end
presence.lose(n, at_once == '1')
return finish('LOST')
