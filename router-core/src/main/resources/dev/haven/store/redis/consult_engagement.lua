#!lua
-- Asks a second navigator about an engagement; the person goes on hold, the contact stays with the first.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches contact       string :contact:<id>, navigators, ready sets, deadlines member k:<contact>
-- ARGV    settings      of the calling node
--         navigator_id session engagement_id contact_id
--         target        navigator who is asked, '' for whoever of a queue is free
--         lane          of the queue that is asked, '' with a target
-- Reply   {"ASKED", offer_id, notices} | {"SAME", offer_id, []} they are asked already | {"CONSULTING", state, []} another is | {"UNAVAILABLE", []} the target is not on duty
--         | {"BUSY", []} the target has no room or another offer | {"NOBODY", []} of the queue is free | {"OUTSIDE", state, []} it is on the way to a number outside | {"ILLEGAL", state, []} | {"MISSING", []} | {"SESSION", []}
-- Event   engagement.held, consult.offered
-- Again: SAME while it is open. Cost O(log n).
local navigator_id, session, engagement_id, contact_id, target, lane = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7]

begin()
local a = navigator.load(navigator_id)
if a.ep ~= session then return refuse('SESSION') end
local c = contact.load(contact_id)
if c.state == '' or c.try == '' or c.nav ~= navigator_id or contact.offer_id(c) ~= engagement_id then return refuse('MISSING') end
if c.state ~= 'engaged' then return refuse('ILLEGAL', c.state) end
if c.est ~= 'talking' and c.est ~= 'muted' and c.est ~= 'on_hold' then return refuse('ILLEGAL', c.est) end
local o = outside.open(c)
if o then return refuse('OUTSIDE', o.state) end
local k = consult.of(c)
if k then
  if k.navigator == target then return finish('SAME', k.id) end
  return refuse('CONSULTING', k.state)
end
local b
if target ~= '' then
  b = navigator.load(target)
  if target == navigator_id or not navigator.on_duty(b) then return refuse('UNAVAILABLE') end
  if not navigator.fits(b, tonumber(c.ch), contact.rank(c)) or contact.rank(c) > 2 and match.reserved(b.prof, 1, 0) then return refuse('BUSY') end
else
  contact.prune_exclusions(c)
  b = match.ready_for(c, text_at(key('fits:l:' .. lane)) or '', navigator_id)
  if not b then return finish('NOBODY') end
end
return finish('ASKED', consult.offer(c, a, b))
