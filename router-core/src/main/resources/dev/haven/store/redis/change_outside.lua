#!lua flags=allow-oom
-- The pipeline reports on a call to a number outside.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches contact       string :contact:<id>, navigators, lanes, ready sets, deadlines member x:<contact>
--         command       hash   :command:<outside_id>.release when the other side of a connected call hung up, .dismiss of one who was asked in vain
-- ARGV    settings      of the calling node
--         outside_id    names this attempt, never reused: the fencing token
--         contact_id    the part of it before the dot
--         change        answered | pressed the key | declined by another one | connected | failed | hung_up
--         cause         of failed, a code; of answered, unasked when the platform cannot ask for a key
-- Reply   {"DONE" | "SAME", state, notices} the contact's before it: engaged when a navigator's line must be let go | {"ASK", state, notices} whoever
--         answered must press a key first | {"MISSING", []} it is over, or another's
-- Event   outside.asked | outside.answered | outside.connected, then engagement.wrapping or offer.canceled, contact.closed
--         | outside.ended, then engagement.resumed and outside.ringing of an interpreter, or engagement.returned
-- Again: SAME, ASK while asking, or MISSING once it is over. Cost O(log n).
local outside_id, contact_id, change, cause = ARGV[2], ARGV[3], ARGV[4], ARGV[5]

begin()
local c = contact.load(contact_id)
local o = c.state ~= '' and outside.of(c) or nil
if not o or o.id ~= outside_id then return refuse('MISSING') end
local state = c.state
if o.state == 'connected' then
  if change ~= 'hung_up' then return refuse('SAME', state) end
  if o.cause == 'interpreter' then
    outside.failed(c, change)
    return finish('DONE', state)
  end
  c.out = ''
  work.command(outside_id .. '.release', 'release', c, '')
  return finish('DONE', state)
end
if change == 'declined' and o.state ~= 'asking' then return refuse('SAME', state) end
if change == 'failed' or change == 'hung_up' or change == 'declined' then
  outside.failed(c, change == 'failed' and cause or change)
  return finish('DONE', state)
end
if state ~= 'waiting' and state ~= 'offered' and state ~= 'engaged' then return refuse('MISSING') end
if change == 'answered' or change == 'pressed' then
  if o.state == 'joining' then return refuse('SAME', state) end
  local asked = o.key ~= '' and change == 'answered' and cause ~= 'unasked'
  if asked and o.state == 'asking' then return refuse('ASK', state) end
  if asked then
    outside.ask(c, o)
    return finish('ASK', state)
  end
  outside.answered(c, o, o.key == '' and '' or change == 'pressed' and 'key' or cause)
else
  outside.connected(c, o)
end
return finish('DONE', state)
