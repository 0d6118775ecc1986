#!lua
-- Gives an engagement on, cold: the contact waits again with its place, for a queue or for one navigator.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches contact       string :contact:<id>, navigators, lanes, ready sets
--         command       hash   :command:<engagement_id>.take_back for a live call
-- ARGV    settings      of the calling node
--         navigator_id session engagement_id contact_id
--         target        navigator it is held for, '' for a queue
--         hold_ms       how long it is held for the target
--         lane steps queue   of the new plan; lane '' keeps the old one
-- Reply   {"DONE", notices} | {"UNAVAILABLE", []} the target is not on duty | {"OUTSIDE", state, []} it is on the way to a number outside | {"ILLEGAL", state, []} | {"MISSING", []} | {"SESSION", []}
-- Event   engagement.transferred
-- Again: MISSING, the engagement is over. Cost O(log n).
local navigator_id, session, engagement_id, contact_id = ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local target, hold_ms, lane, steps, queue = ARGV[6], ARGV[7], ARGV[8], ARGV[9], ARGV[10]

begin()
local n = navigator.load(navigator_id)
if n.ep ~= session then return refuse('SESSION') end
local c = contact.load(contact_id)
if c.state == '' or c.try == '' or c.nav ~= navigator_id or contact.offer_id(c) ~= engagement_id then return refuse('MISSING') end
if c.state ~= 'engaged' or c.est == 'connecting' then return refuse('ILLEGAL', c.state) end
local o = outside.open(c)
if o then return refuse('OUTSIDE', o.state) end
if target ~= '' and not navigator.on_duty(navigator.load(target)) then return refuse('UNAVAILABLE') end
local second = c.con ~= '' and work.end_consult(c, 'transferred')
journal('engagement.transferred', 'offer', engagement_id, 'contact', contact_id, 'navigator', navigator_id, 'target', target, 'queue', queue,
  'lane', tonumber(lane))
work.release(c, n)
if c.live == '1' then work.command(engagement_id .. '.take_back', 'take_back', c, '') end
contact.note(c)
notice('engagement_ended', n.node, n.id, navigator.next_seq(n), engagement_id, contact_id, 'transferred')
if lane ~= '' then c.lane, c.steps, c.step, c.wide = lane, steps, '', '' end
if target ~= '' then
  c.dsg, c.holds = target, hold_ms .. ',' .. hold_ms .. ',' .. hold_ms .. ',' .. hold_ms .. ',' .. hold_ms
elseif c.dsg == navigator_id then
  c.dsg = ''
end
contact.exclude(c, navigator_id)
c.nav, c.oexp, c.oep, c.est, c.eat = '', '', '', '', ''
match.contact(c, true)
match.settle(n)
if second then match.settle(second) end
return finish('DONE')
