#!lua
-- Adds a navigator's words to the conversation and, where the channel has a way back, writes the command that sends them.
-- The navigator who is consulted may speak to the person in a conference; both may speak among themselves, which the person is not sent.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches contact       string :contact:<id>
--         words         list   :words:<id>
--         command       hash   :command:<command_id>
-- ARGV    settings      of the calling node
--         navigator_id session engagement_id contact_id
--         command_id    names this message; '' when there is no way back
--         words         sealed line
--         among         1 for the other navigator only
-- Reply   {"DONE", notices} | {"SAME", []} | {"NONE", []} nobody is consulted | {"CONSULTING", state, []} not in a conference | {"ILLEGAL", state, []} | {"MISSING", []} | {"SESSION", []}
-- Event   message.sent | message.noted
-- Again with the same command_id: SAME. Cost O(log n).
local navigator_id, session, engagement_id, contact_id = ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local command_id, words, among = ARGV[6], ARGV[7], ARGV[8]

begin()
local n = navigator.load(navigator_id)
if n.ep ~= session then return refuse('SESSION') end
local c = contact.load(contact_id)
if c.state == '' or c.try == '' then return refuse('MISSING') end
local other, k = consult.listener(c)
local first = c.nav == navigator_id and contact.offer_id(c) == engagement_id
if not first then
  if not k or k.navigator ~= navigator_id or k.id ~= engagement_id then return refuse('MISSING') end
  other = navigator.load(c.nav)
end
if c.state ~= 'engaged' then return refuse('ILLEGAL', c.state) end
if among == '1' and not k then return refuse('NONE') end
if among == '' and not first and k.state ~= 'conference' then return refuse('CONSULTING', k.state) end
if command_id ~= '' then
  if redis.call('SET', key_of('seen:', command_id), contact_id, 'NX') == false then return finish('SAME') end
  redis.call('RPUSH', key('seen-of:' .. contact_id), command_id)
end
redis.call('RPUSH', key('words:' .. contact_id), words)
c.msgs = whole((tonumber(c.msgs) or 0) + 1)
if among == '1' then
  journal('message.noted', 'offer', engagement_id, 'contact', contact_id, 'navigator', navigator_id)
else
  if command_id ~= '' then work.command(command_id, 'send', c, words) end
  journal('message.sent', 'offer', engagement_id, 'contact', contact_id, 'navigator', navigator_id)
end
contact.note(c)
notice('message', n.node, n.id, navigator.next_seq(n), engagement_id, contact_id, 'navigator', whole(now), words)
if other then
  notice('message', other.node, other.id, navigator.next_seq(other), first and k.id or contact.offer_id(c), contact_id, 'navigator', whole(now), words)
end
return finish('DONE')
