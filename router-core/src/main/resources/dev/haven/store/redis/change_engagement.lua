#!lua flags=allow-oom
-- Holds, mutes, resumes or parks an engagement, or records that a call was connected, could not be, or lost the navigator's leg.
-- While somebody is consulted the person stays as they are; when the first navigator hangs up then, the second one has the contact.
-- While a number outside rings, resume takes the person back, and a navigator who hangs up leaves them to whoever comes first.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches contact       string :contact:<id>, navigator, ready sets
--         command       hash   :command:<engagement_id>.steer.<seq> for a live call
-- ARGV    settings      of the calling node
--         navigator_id session   session is '' when the pipeline itself reports on a call
--         engagement_id contact_id
--         change        hold | mute a live call only | resume | park | connected | no_answer | hung_up
-- Reply   {"DONE", state, notices} | {"SAME", []} | {"NO_ROOM", []} | {"CONSULTING", state, []} | {"OUTSIDE", state, []} it is on the way to a number outside | {"ILLEGAL", state, []} | {"MISSING", []} | {"SESSION", []}
-- Event   engagement.held | muted | resumed | parked | connected | returned | wrapping, consult.completed, outside.ended, outside.ringing of an interpreter
-- Again: SAME. Cost O(log n).
local navigator_id, session, engagement_id, contact_id, change = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local NEXT = {
  hold = {talking = 'on_hold', muted = 'on_hold'},
  mute = {talking = 'muted'},
  resume = {on_hold = 'talking', muted = 'talking', parked = 'talking'},
  park = {talking = 'parked', on_hold = 'parked'},
  connected = {connecting = 'talking'},
  no_answer = {connecting = 'waiting'},
  hung_up = {connecting = 'waiting', talking = 'wrapping', muted = 'wrapping', on_hold = 'wrapping'},
}
local DONE = {hold = 'on_hold', mute = 'muted', resume = 'talking', park = 'parked', connected = 'talking', no_answer = '', hung_up = ''}
local EVENT = {hold = 'held', mute = 'muted', resume = 'resumed', park = 'parked', connected = 'connected'}

begin()
local n = navigator.load(navigator_id)
if session ~= '' and n.ep ~= session then return refuse('SESSION') end
local c = contact.load(contact_id)
if c.state == '' or c.try == '' or c.nav ~= navigator_id or contact.offer_id(c) ~= engagement_id then return refuse('MISSING') end
if c.state ~= 'engaged' then return refuse('ILLEGAL', c.state) end
local o = outside.open(c)
if o and session ~= '' then
  if change ~= 'resume' or o.state == 'joining' then return refuse('OUTSIDE', o.state) end
  outside.failed(c, 'taken_back')
  return finish('DONE', 'talking')
end
if o and change == 'hung_up' then
  if o.state == 'joining' then return refuse('SAME') end
  work.give_back(c, n, 'hung_up', true)
  return finish('DONE', 'waiting')
end
local target = NEXT[change][c.est]
if c.con ~= '' and session ~= '' then return refuse('CONSULTING', consult.of(c).state) end
if change == 'mute' and c.live ~= '1' then return refuse('ILLEGAL', c.est) end
if not target then
  if c.est == DONE[change] then return refuse('SAME') end
  return refuse('ILLEGAL', c.est)
end
if target == 'waiting' then
  work.give_back(c, n, 'no_answer', true)
  return finish('DONE', 'waiting')
end
if target == 'wrapping' then
  if consult.can_take_over(c) then
    consult.take_over(c, n, 'hung_up')
    return finish('DONE', 'talking')
  end
  if c.live == '1' then work.command(engagement_id .. '.release', 'release', c, '') end
  work.wrap_up(c, n, 'hung_up')
  return finish('DONE', 'wrapping')
end
local channel = tonumber(c.ch)
if c.est == 'parked' then
  local counts = six(n.cnt)
  if counts[channel] >= six(n.caps)[channel] or navigator.units(counts) + settings.cost[channel] > 100 then return refuse('NO_ROOM') end
  work.take_up(c, n, '')
  match.settle(n)
  return finish('DONE', target)
end
if target == 'parked' then
  navigator.count(n, 'cnt', channel, -1)
  navigator.count(n, 'pk', channel, 1)
end
c.est = target
contact.deadline(c, now + (target == 'parked' and settings.park or settings.talk))
journal('engagement.' .. EVENT[change], 'offer', engagement_id, 'contact', contact_id, 'navigator', navigator_id)
contact.note(c)
notice('engagement_updated', n.node, n.id, navigator.next_seq(n), engagement_id, contact_id, target, '')
if change == 'connected' then work.may_need_interpreter(c, n) else work.steer(c, n) end
match.settle(n)
return finish('DONE', target)
