#!lua
-- The navigator, or a supervisor for them, changes what they are doing. Behind current work it waits as next activity.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches navigator     string :navigator:<id>, ready sets
-- ARGV    settings      of the calling node
--         navigator_id
--         session       '' when a supervisor does it
--         activity      [a-z0-9_-]{1,32}; `available` opens the navigator for offers
-- Reply   {"DONE", activity, next, notices} | {"SESSION", []} | {"UNKNOWN", []}
-- Event   activity.changed | activity.next
-- Again with the same activity: the same, no event. Cost O(log n).
local navigator_id, session, activity = ARGV[2], ARGV[3], ARGV[4]

begin()
local n = navigator.load(navigator_id)
if not navigator.exists(n) then return refuse('UNKNOWN') end
if session ~= '' and n.ep ~= session then return refuse('SESSION') end
presence.set_activity(n, activity)
return finish('DONE', n.act, n.next)
