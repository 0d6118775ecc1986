#!lua
-- Adds the navigator's words to the conversation and, where the channel has a way back, writes the command that sends them.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches contact       string :contact:<id>
--         words         list   :words:<id>
--         command       hash   :command:<command_id>
-- ARGV    settings      of the calling node
--         navigator_id session engagement_id contact_id
--         command_id    names this message; '' when there is no way back
--         words         sealed line
-- Reply   {"DONE", notices} | {"SAME", []} | {"ILLEGAL", state, []} | {"MISSING", []} | {"SESSION", []}
-- Event   message.sent
-- Again with the same command_id: SAME. Cost O(log n).
local navigator_id, session, engagement_id, contact_id, command_id, words = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7]

begin()
local n = navigator.load(navigator_id)
if n.ep ~= session then return refuse('SESSION') end
local c = contact.load(contact_id)
if c.state == '' or c.try == '' or c.nav ~= navigator_id or contact.offer_id(c) ~= engagement_id then return refuse('MISSING') end
if c.state ~= 'engaged' then return refuse('ILLEGAL', c.state) end
if command_id ~= '' then
  if redis.call('SET', key('seen:' .. command_id), contact_id, 'NX') == false then return finish('SAME') end
  redis.call('RPUSH', key('seen-of:' .. contact_id), command_id)
end
redis.call('RPUSH', key('words:' .. contact_id), words)
c.msgs = whole((tonumber(c.msgs) or 0) + 1)
if command_id ~= '' then work.command(command_id, 'send', c, words) end
journal('message.sent', 'offer', engagement_id, 'contact', contact_id, 'navigator', navigator_id)
contact.note(c)
notice('message', n.node, n.id, navigator.next_seq(n), engagement_id, contact_id, 'navigator', whole(now), words)
return finish('DONE')
