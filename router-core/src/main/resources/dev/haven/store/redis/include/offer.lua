-- Ends of offers and of work, shared by the transitions that cause them.
local work = {}

-- What accepting and ending say in the journal and to the nodes.
function work.note_accepted(offer_id, contact_id, navigator_id, state)
  line('offer.accepted', ',"offer":"' .. offer_id .. '","contact":"' .. contact_id .. '","navigator":"' .. navigator_id .. '","state":"' .. state .. '"')
end

function work.tell_accepted(node, navigator_id, seq, offer_id, contact_id)
  local what = size_of[#offer_id] .. offer_id .. size_of[#contact_id] .. contact_id
  tell('\178engagement_started', node, navigator_id, seq, what)
  tell('\173offer_outcome', '', navigator_id, '0', what .. '\168accepted')
end

function work.note_completed(offer_id, contact_id, navigator_id, disposition)
  line('engagement.completed', ',"offer":"' .. offer_id .. '","contact":"' .. contact_id .. '","navigator":"' .. navigator_id .. '","disposition":"' ..
    disposition .. '"')
end

function work.note_closed(contact_id, disposition)
  line('contact.closed', ',"contact":"' .. contact_id .. '","disposition":"' .. disposition .. '"')
end

function work.tell_closed(contact_id, navigator_id, disposition, lane, ord)
  tell('\166closed', '', navigator_id, '0', size_of[#contact_id] .. contact_id .. size_of[#disposition] .. disposition .. size_of[#lane] .. lane ..
    size_of[#ord] .. ord)
end

function work.tell_ended(node, navigator_id, seq, offer_id, contact_id, disposition)
  tell('\176engagement_ended', node, navigator_id, seq, size_of[#offer_id] .. offer_id .. size_of[#contact_id] .. contact_id .. size_of[#disposition] ..
    disposition)
end

-- Takes the pending offer from its navigator. The contact is left without a state: the caller gives it one.
-- cause: rejected timeout rescinded canceled lost; `whom` is the contact it is rescinded for
function work.end_offer(c, n, cause, whom)
  local offer_id = n.off
  n.off = ''
  navigator.count(n, 'cnt', tonumber(c.ch), -1)
  match.unsettle(n)
  journal('offer.' .. cause, 'offer', offer_id, 'contact', c.id, 'navigator', n.id, 'for', whom)
  contact.note(c)
  local frame = cause == 'timeout' and 'offer_timeout' or 'offer_rescinded'
  if cause ~= 'rejected' then notice(frame, n.node, n.id, navigator.next_seq(n), offer_id, c.id, cause) end
  notice('offer_outcome', '', n.id, '0', offer_id, c.id, cause)
  return offer_id
end

-- Takes work (talking, on hold, wrapping or parked) from its navigator.
function work.release(c, n)
  work.end_interpreter(c, 'finished')
  local channel = tonumber(c.ch)
  if c.est == 'parked' then
    navigator.count(n, 'pk', channel, -1)
  else
    navigator.count(n, 'cnt', channel, -1)
  end
  work.no_longer_aside(c, n)
  navigator.drop(n, 'work', c.id)
  n.idle = whole(now)
  match.unsettle(n)
end

-- Interruptible work makes room for a contact that is more urgent; it stays with its navigator.
function work.set_aside(c, n, whom)
  local id, channel = contact.offer_id(c), tonumber(c.ch)
  navigator.count(n, 'cnt', channel, -1)
  navigator.count(n, 'pk', channel, 1)
  c.est, c.pre = 'parked', '1'
  n.pre = whole((tonumber(n.pre) or 0) + 1)
  contact.deadline(c, now + settings.park)
  journal('engagement.parked', 'offer', id, 'contact', c.id, 'navigator', n.id, 'cause', 'preempted', 'for', whom)
  contact.note(c)
  notice('engagement_updated', n.node, n.id, navigator.next_seq(n), id, c.id, 'parked', 'preempted')
end

function work.no_longer_aside(c, n)
  if c.pre == '' then return end
  c.pre = ''
  local left = (tonumber(n.pre) or 0) - 1
  n.pre = left > 0 and whole(left) or ''
end

-- What was set aside and is strict now waits for nobody's room: it goes back with its place, and anybody may take it, its navigator too. Answers
-- whether it did.
function work.turned_strict(c)
  if c.pre == '' or not contact.strict(c) then return false end
  work.give_back(c, navigator.load(c.nav), 'turned_strict', false)
  return true
end

-- Parked work goes on.
function work.take_up(c, n, cause)
  local id, channel = contact.offer_id(c), tonumber(c.ch)
  work.no_longer_aside(c, n)
  navigator.count(n, 'pk', channel, -1)
  navigator.count(n, 'cnt', channel, 1)
  c.est = 'talking'
  contact.deadline(c, now + settings.talk)
  journal('engagement.resumed', 'offer', id, 'contact', c.id, 'navigator', n.id, 'cause', cause)
  contact.note(c)
  notice('engagement_updated', n.node, n.id, navigator.next_seq(n), id, c.id, 'talking', cause)
end

-- `ended` has the members of a lead that end with it, between commas; the others wait again.
function work.close(c, disposition, ended)
  if c.out ~= '' then work.end_outside(c, disposition) end
  c.state, c.disp, c.est = 'closed', disposition, ''
  contact.leave_ladder(c)
  c.drain, c.excl = '', ''
  work.note_closed(c.id, disposition)
  contact.note(c)
  c['end'] = whole(now)
  contact.deadline(c, now + settings.retention)
  if c.kind ~= 'inbound' then work.forget_cadence(c) end
  if c.tier == '0' and settings.follow_up > 0 and c.kind ~= 'follow_up' and c.lead == '' then work.command(c.id .. '.follow_up', 'follow_up', c, whole(now)) end
  work.tell_closed(c.id, c.nav, disposition, c.lane, c.ord)
  if c.grp ~= '' then work.end_group(c, ended) end
end

-- Takes work from a navigator and back to waiting with its place; the desktop is told why.
function work.give_back(c, n, cause, exclude)
  local id = contact.offer_id(c)
  local second = c.con ~= '' and work.end_consult(c, cause)
  work.release(c, n)
  journal('engagement.returned', 'offer', id, 'contact', c.id, 'navigator', n.id, 'cause', cause)
  contact.note(c)
  notice('engagement_ended', n.node, n.id, navigator.next_seq(n), id, c.id, cause)
  match.back_to_waiting(c, exclude and n.id or nil)
  match.settle(n)
  if second then match.settle(second) end
end

-- The navigator's part is over and the contact is closed, or tried again when nobody was reached whom something is owed.
function work.complete(c, n, disposition, ended)
  if c.out ~= '' then work.end_outside(c, 'finished') end
  local second = c.con ~= '' and work.end_consult(c, 'finished')
  if c.kind ~= 'inbound' and work.again(c, n, disposition) then
    if second then match.settle(second) end
    return
  end
  local id = contact.offer_id(c)
  work.release(c, n)
  work.note_completed(id, c.id, n.id, disposition)
  work.close(c, disposition, ended)
  work.tell_ended(n.node, n.id, navigator.next_seq(n), id, c.id, disposition)
  match.settle(n)
  if second then match.settle(second) end
end

-- Conversation over, wrap-up begins; it still counts against capacity.
function work.wrap_up(c, n, cause)
  if c.out ~= '' then work.end_outside(c, cause) end
  local id = contact.offer_id(c)
  local second = c.con ~= '' and work.end_consult(c, cause)
  if c.est == 'parked' then
    navigator.count(n, 'pk', tonumber(c.ch), -1)
    navigator.count(n, 'cnt', tonumber(c.ch), 1)
  end
  work.no_longer_aside(c, n)
  c.state, c.est, c.live = 'wrapping', 'wrapping', ''
  contact.deadline(c, now + settings.wrap)
  journal('engagement.wrapping', 'offer', id, 'contact', c.id, 'navigator', n.id, 'cause', cause)
  contact.note(c)
  notice('engagement_updated', n.node, n.id, navigator.next_seq(n), id, c.id, 'wrapping', cause)
  match.settle(n)
  if second then match.settle(second) end
end

-- Somebody in crisis who writes and whom nobody has taken yet is answered at once with the site's words, once.
function match.first_answer(c)
  if settings.first_answer ~= 1 or c.first ~= '' or c.tier ~= '0' or (c.ch ~= '1' and c.ch ~= '2' and c.ch ~= '4') then return end
  c.first = '1'
  work.command(c.id .. '.first', 'first_answer', c, '')
end

-- The person wrote once more before the wrap-up was over: the work goes on where it was. When its desktop is gone for good, it waits again.
function work.reopen(c, n)
  local id = contact.offer_id(c)
  c.state, c.est = 'engaged', 'talking'
  contact.deadline(c, now + settings.talk)
  journal('engagement.reopened', 'offer', id, 'contact', c.id, 'navigator', n.id)
  contact.note(c)
  if n.conn ~= '1' and n.lost == '' then
    work.give_back(c, n, 'desktop_lost', false)
  else
    notice('engagement_updated', n.node, n.id, navigator.next_seq(n), id, c.id, 'talking', 'reopened')
    match.settle(n)   -- it may be set aside now
  end
end

-- An outside effect: the row is written with the transition, the calling node starts on it at once, polling finds what a crash left.
function work.command(id, type, c, body)
  redis.call('HSET', key('command:' .. id), 'type', type, 'contact', c.id, 'try', '0', 'body', body or '')
  redis.call('ZADD', key('commands'), now + 30000, id)
  notice('command', '', c.nav, '0', id, type, c.id, body or '')
end

-- Lets the telephones of a call follow the engagement: the command does what the state asks for when it is carried out, so that a late one is harmless.
function work.steer(c, n)
  if c.live ~= '1' then return end
  work.command(contact.offer_id(c) .. '.steer.' .. n.seq, 'steer', c, '')
end
