#!lua flags=allow-oom
-- The navigator does not take the offer; the contact keeps its place and looks for another.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches contact       string :contact:<id>, navigator, lanes, ready sets
-- ARGV    settings      of the calling node
--         navigator_id session offer_id contact_id reason   reason is a code
-- Reply   {"REJECTED", notices} | {"DONE", []} ended before | {"ENDED", []} accepted | {"MISSING", []} | {"SESSION", []}
-- Event   offer.rejected, or consult.ended for the offer of a consult; exclusion.set
-- Again with the same offer_id: DONE. Cost O(log n).
local navigator_id, session, offer_id, contact_id, reason = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]

begin(key_of('navigator:', navigator_id), key_of('contact:', contact_id))
local n = navigator.load(navigator_id)
if n.ep ~= session then return refuse('SESSION') end
local c = contact.load(contact_id)
if c.state == '' or c.try == '' then return refuse('MISSING') end
local holder = parallel.holder(c, offer_id)
if contact.offer_id(c) == offer_id then
  holder = c.nav
elseif not holder then
  return consult.reject(c, n, offer_id)
end
if holder ~= navigator_id then return refuse(holder == '' and 'DONE' or 'MISSING') end
if c.state ~= 'offered' then return refuse('ENDED') end
n.miss = ''
if work.end_one(c, n, 'rejected') then
  contact.exclude(c, navigator_id)
else
  match.back_to_waiting(c, navigator_id)
end
match.settle(n)
return finish('REJECTED')
