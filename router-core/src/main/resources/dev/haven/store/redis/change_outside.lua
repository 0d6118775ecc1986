#!lua flags=allow-oom
-- The pipeline reports on a call to a number outside.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches contact       string :contact:<id>, navigators, lanes, ready sets, deadlines member x:<contact>
--         command       hash   :command:<outside_id>.release when the other side of a connected call hung up
-- ARGV    settings      of the calling node
--         outside_id    names this attempt, never reused: the fencing token
--         contact_id    the part of it before the dot
--         change        answered | connected | failed | hung_up
--         cause         of failed, a code
-- Reply   {"DONE" | "SAME", state, notices} the contact's before it: engaged when a navigator's line must be let go | {"MISSING", []} it is over, or another's
-- Event   outside.answered | outside.connected, then engagement.wrapping or offer.canceled, contact.closed | outside.ended, then engagement.resumed or engagement.returned
-- Again: SAME, or MISSING once it is over. Cost O(log n).
local outside_id, contact_id, change, cause = ARGV[2], ARGV[3], ARGV[4], ARGV[5]

begin()
local c = contact.load(contact_id)
local o = c.state ~= '' and outside.of(c) or nil
if not o or o.id ~= outside_id then return refuse('MISSING') end
local state = c.state
if o.state == 'connected' then
  if change ~= 'hung_up' then return refuse('SAME', state) end
  c.out = ''
  work.command(outside_id .. '.release', 'release', c, '')
  return finish('DONE', state)
end
if change == 'failed' or change == 'hung_up' then
  outside.failed(c, change == 'failed' and cause or change)
  return finish('DONE', state)
end
if state ~= 'waiting' and state ~= 'offered' and state ~= 'engaged' then return refuse('MISSING') end
if change == 'answered' then
  if o.state == 'joining' then return refuse('SAME', state) end
  outside.answered(c, o)
else
  outside.connected(c, o)
end
return finish('DONE', state)
