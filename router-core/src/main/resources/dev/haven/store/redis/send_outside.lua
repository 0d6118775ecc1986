#!lua
-- A navigator sends a call to a number outside, cold: the caller is on hold until somebody answers there, and comes back when nobody does.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches contact       string :contact:<id>, navigator, deadlines member x:<contact>
--         command       hash   :command:<outside_id>.connect
-- ARGV    settings      of the calling node
--         navigator_id session engagement_id contact_id
--         to            what the site calls the number, a code
--         body          what the command finds it by, the name or the sealed number
-- Reply   {"DONE", outside_id, notices} | {"OUTSIDE", state, []} one is on the way | {"CONSULTING", state, []} | {"ILLEGAL", state, []} not talking, or no call
--         | {"MISSING", []} | {"SESSION", []}
-- Event   outside.ended of an interpreter, engagement.held, outside.ringing
-- Again: OUTSIDE while it is on the way. Cost O(log n).
local navigator_id, session, engagement_id, contact_id, to, body = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7]

begin()
local n = navigator.load(navigator_id)
if n.ep ~= session then return refuse('SESSION') end
local c = contact.load(contact_id)
if c.state == '' or c.try == '' or c.nav ~= navigator_id or contact.offer_id(c) ~= engagement_id then return refuse('MISSING') end
if c.state ~= 'engaged' then return refuse('ILLEGAL', c.state) end
if c.live ~= '1' or c.est ~= 'talking' and c.est ~= 'muted' and c.est ~= 'on_hold' then return refuse('ILLEGAL', c.est) end
if c.con ~= '' then return refuse('CONSULTING', consult.of(c).state) end
local o = outside.open(c)
if o then return refuse('OUTSIDE', o.state) end
outside.let_interpreter_go(c, n, 'outside')
if c.est ~= 'on_hold' then
  c.est = 'on_hold'
  contact.deadline(c, now + settings.talk)
  journal('engagement.held', 'offer', engagement_id, 'contact', contact_id, 'navigator', navigator_id)
end
notice('engagement_updated', n.node, n.id, navigator.next_seq(n), engagement_id, contact_id, 'on_hold', 'outside')
work.steer(c, n)
return finish('DONE', outside.ring(c, to, 'transfer', body))
