#!lua flags=allow-oom
-- Binds an offered contact to the navigator that holds the offer.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches contact       string :contact:<id>
--         navigator     string :navigator:<id>, ready sets
--         command       hash   :command:<offer_id>.connect for a live call
-- ARGV    settings      of the calling node
--         navigator_id session   who accepts, and the epoch of their session
--         offer_id      names this attempt, never reused: the fencing token
--         contact_id    the part of offer_id before the dot
-- Reply   {"ACCEPTED", notices} | {"ENGAGED", []} done before | {"SUPERSEDED", []} | {"MISSING", []} not this navigator's | {"SESSION", []} a newer session is active
-- Event   offer.rescinded of others that were pending, outside.ended of a number that rang meanwhile, offer.accepted, or consult.accepted for the offer of a consult
-- Again with the same offer_id: ENGAGED, no second event. Reads no clock for its decision. Cost O(log n).
local navigator_id, session, offer_id, contact_id = ARGV[2], ARGV[3], ARGV[4], ARGV[5]

local navigator_key, contact_key = key_of('navigator:', navigator_id), key_of('contact:', contact_id)
begin(navigator_key, contact_key)
local reply = straight.accept(navigator_id, navigator_key, session, offer_id, contact_id, contact_key)
if reply then return reply end
local n = navigator.load(navigator_id, navigator_key)
if n.ep ~= session then return refuse('SESSION') end
local c = contact.load(contact_id, contact_key)
if c.state == '' then return refuse('MISSING') end
if c.try == '' or contact.offer_id(c) ~= offer_id then
  if parallel.holder(c, offer_id) ~= navigator_id then return consult.accept(c, n, offer_id) end
  parallel.lead(c, navigator_id, offer_id)
end
if c.nav ~= navigator_id then return refuse(c.nav == '' and 'SUPERSEDED' or 'MISSING') end
if c.state == 'engaged' or c.state == 'wrapping' or c.state == 'closed' then return finish('ENGAGED') end
if c.state ~= 'offered' then return refuse('SUPERSEDED') end
local rescinded = c.also ~= '' and parallel.end_others(c, 'rescinded')
if c.out ~= '' then work.end_outside(c, 'taken') end

c.state, c.eat, c.oexp = 'engaged', whole(now), ''
n.off = ''
n.miss = ''
contact.leave_ladder(c)
navigator.add_work(n, contact_id)
c.est = c.live == '1' and 'connecting' or 'talking'
contact.deadline(c, now + (c.est == 'connecting' and settings.connect or settings.talk))
work.note_accepted(offer_id, contact_id, navigator_id, c.est)
contact.note(c)
contact.shown(c)
work.tell_accepted(n.node, n.id, navigator.next_seq(n), offer_id, contact_id)
if c.est == 'connecting' then work.command(offer_id .. '.connect', 'connect', c, navigator_id) end
if c.itp ~= '' then work.may_need_interpreter(c, n) end
if rescinded then parallel.settle(rescinded, n) else match.settle(n) end
return finish('ACCEPTED')
