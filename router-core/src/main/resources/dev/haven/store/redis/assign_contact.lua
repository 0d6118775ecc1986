#!lua
-- A supervisor gives a waiting contact to one navigator: it is held for them for a while, as after a transfer.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches contact       string :contact:<id>, lanes, navigators, ready sets
-- ARGV    settings      of the calling node
--         id navigator_id
--         holds         how long by tier, ms, comma between
--         actor         digest or id of who decides
-- Reply   {"DONE", notices} | {"UNAVAILABLE", []} they are not on duty | {"FULL", []} too much is held for them, or they take nothing of the channel
--         {"ILLEGAL", state, []} it does not wait | {"MISSING", []}
-- Event   contact.assigned, hold.ended of an earlier hold, hold.begun
-- Again: the hold begins anew. Cost O(log n).
local id, navigator_id, holds, actor = ARGV[2], ARGV[3], ARGV[4], ARGV[5]

begin(key_of('contact:', id))
local c = contact.load(id)
if c.state == '' then return refuse('MISSING') end
if c.state ~= 'waiting' then return refuse('ILLEGAL', c.state) end
local n = navigator.load(navigator_id)
if not navigator.on_duty(n) then return refuse('UNAVAILABLE') end
if six(n.caps)[tonumber(c.ch)] == 0 or (c.held ~= navigator_id and (tonumber(n.mine) or 0) >= settings.held_most) then return refuse('FULL') end
journal('contact.assigned', 'contact', id, 'navigator', navigator_id, 'actor', actor)
contact.note(c)
contact.admit(c, navigator_id)
c.dsg, c.holds = navigator_id, holds
match.replace(c, true)
return finish('DONE')
