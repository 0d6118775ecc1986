-- A second navigator is asked about an engagement while the person is on hold. The contact stays where it is until the first one hands it over.
--
-- A contact's `con` is navigator>state>attempt>session>ends: whom, offered connecting consulting or conference, the number of the offer, the
-- session it was made to, and when this state ends, ms. Offer and accepted consult count as one contact of the channel at the second navigator.
local consult = {}

function consult.of(c)
  if c.con == '' then return nil end
  local with, state, try, session, ends = string.match(c.con, '^([^>]*)>([^>]*)>([^>]*)>([^>]*)>([^>]*)$')
  return {navigator = with, state = state, try = try, session = session, ends = ends, id = c.id .. '.' .. try}
end

-- Whether a pending offer is of a consult, not of the contact itself.
function consult.is(c, offer_id) return c.con ~= '' and consult.of(c).id == offer_id end

local function keep(c, k)
  c.con = table.concat({k.navigator, k.state, k.try, k.session, k.ends}, '>')
  redis.call('ZADD', key('deadlines'), k.ends, 'k:' .. c.id)
end

local function until_after(k, ms) k.ends = whole(now + ms) end

-- Tells the navigator whose engagement it is.
local function tell_first(c, k, state, cause)
  local a = navigator.load(c.nav)
  notice('consult', a.node, a.id, navigator.next_seq(a), contact.offer_id(c), c.id, k.id, state, k.navigator, cause)
end

local function tell_second(c, k)
  local b = navigator.load(k.navigator)
  notice('consult', b.node, b.id, navigator.next_seq(b), k.id, c.id, k.id, k.state, c.nav, '')
end

local function tell_journal(kind, c, k, ...)
  journal(kind, 'offer', contact.offer_id(c), 'contact', c.id, 'navigator', c.nav, 'consult', k.id, 'to', k.navigator, ...)
  contact.note(c)
end

local function to_hold(c, a)
  if c.est == 'on_hold' then return end
  c.est = 'on_hold'
  contact.deadline(c, now + settings.talk)
  journal('engagement.held', 'offer', contact.offer_id(c), 'contact', c.id, 'navigator', a.id)
  notice('engagement_updated', a.node, a.id, navigator.next_seq(a), contact.offer_id(c), c.id, 'on_hold', 'consult')
  work.steer(c, a)
end

local function to_talk(c, a, cause)
  if c.est ~= 'on_hold' then return end
  c.est = 'talking'
  contact.deadline(c, now + settings.talk)
  journal('engagement.resumed', 'offer', contact.offer_id(c), 'contact', c.id, 'navigator', a.id, 'cause', cause)
  notice('engagement_updated', a.node, a.id, navigator.next_seq(a), contact.offer_id(c), c.id, 'talking', cause)
end

-- Offers the consult to a navigator who has room; the person goes on hold.
function consult.offer(c, a, b)
  c.last = whole(contact.attempts(c) + 1)
  local k = {navigator = b.id, state = 'offered', try = c.last, session = b.ep, id = c.id .. '.' .. c.last}
  until_after(k, c.ch == '0' and settings.offer_phone or settings.offer)
  to_hold(c, a)
  b.off = k.id
  b.cons = b.cons .. c.id .. ','
  navigator.count(b, 'cnt', tonumber(c.ch), 1)
  keep(c, k)
  tell_journal('consult.offered', c, k, 'rank', contact.rank(c), 'policy', settings.policy)
  notice('consult_offer', b.node, b.id, navigator.next_seq(b), k.id, contact.shown(c), contact.card(c), a.id, k.ends)
  tell_first(c, k, k.state, '')
  navigator.file(b)
  return k.id
end

-- Takes the consult from the second navigator, who is not at rest before the caller settles them. Answers who it was, nil when there was none.
-- cause: rejected timeout rescinded lost not_connected no_answer hung_up left taken_back too_long desktop_lost, or why the engagement is over
function work.end_consult(c, cause, whom)
  local k = consult.of(c)
  if not k then return nil end
  local b = navigator.load(k.navigator)
  c.con = ''
  redis.call('ZREM', key('deadlines'), 'k:' .. c.id)
  navigator.count(b, 'cnt', tonumber(c.ch), -1)
  navigator.drop(b, 'cons', c.id)
  match.unsettle(b)
  tell_journal('consult.ended', c, k, 'cause', cause, 'for', whom)
  if k.state == 'offered' then
    b.off = ''
    if cause ~= 'rejected' then
      notice(cause == 'timeout' and 'offer_timeout' or 'offer_rescinded', b.node, b.id, navigator.next_seq(b), k.id, c.id, cause)
    end
  else
    b.idle = whole(now)
    notice('engagement_ended', b.node, b.id, navigator.next_seq(b), k.id, c.id, cause)
    if c.live == '1' then work.command(k.id .. '.part', 'part', c, contact.offer_id(c)) end
  end
  tell_first(c, k, 'ended', cause)
  -- A caller is with the first navigator's telephone again as soon as the second one's is gone.
  if c.live == '1' then
    to_talk(c, navigator.load(c.nav), cause)
    if k.state == 'offered' then work.steer(c, navigator.load(c.nav)) end
  end
  return b
end

-- The consult is over and the engagement goes on: the person is talked to again, and the first navigator's work may be set aside again.
function consult.rest(c, cause)
  if c.state ~= 'engaged' then return end
  local a = navigator.load(c.nav)
  to_talk(c, a, cause)
  match.settle(a)
end

-- Answers to the offer and the end of the second navigator's part; each replies.
function consult.accept(c, b, offer_id)
  local k = consult.of(c)
  if not k or k.id ~= offer_id then return refuse('SUPERSEDED') end
  if k.navigator ~= b.id then return refuse('MISSING') end
  if k.state ~= 'offered' then return finish('ENGAGED') end
  b.off, b.miss = '', ''
  k.state = c.live == '1' and 'connecting' or 'consulting'
  until_after(k, k.state == 'connecting' and settings.connect or settings.park)
  keep(c, k)
  tell_journal('consult.accepted', c, k, 'state', k.state)
  notice('consult_started', b.node, b.id, navigator.next_seq(b), k.id, contact.shown(c), k.state, c.nav)
  tell_first(c, k, k.state, '')
  if k.state == 'connecting' then work.command(k.id .. '.connect', 'consult', c, b.id) end
  match.settle(b)
  return finish('ACCEPTED')
end

function consult.reject(c, b, offer_id)
  local k = consult.of(c)
  if not k or k.id ~= offer_id then return refuse('DONE') end
  if k.navigator ~= b.id then return refuse('MISSING') end
  if k.state ~= 'offered' then return refuse('ENDED') end
  b.miss = ''
  work.end_consult(c, 'rejected')
  contact.exclude(c, b.id)
  match.settle(b)
  consult.rest(c, 'rejected')
  return finish('REJECTED')
end

function consult.leave(c, b, consult_id)
  local k = consult.of(c)
  if not k or k.id ~= consult_id or k.navigator ~= b.id or k.state == 'offered' then return refuse('MISSING') end
  work.end_consult(c, 'left')
  match.settle(b)
  consult.rest(c, 'left')
  return finish('LEFT')
end

-- Whether the second navigator can have the contact at once.
function consult.can_take_over(c)
  local k = consult.of(c)
  return k ~= nil and (k.state == 'consulting' or k.state == 'conference') and navigator.load(k.navigator).conn == '1'
end

-- The contact moves to the second navigator; the consult's offer is its engagement from now on.
function consult.take_over(c, a, cause)
  local k = consult.of(c)
  local b, former = navigator.load(k.navigator), contact.offer_id(c)
  tell_journal('consult.completed', c, k, 'cause', cause)
  redis.call('ZREM', key('deadlines'), 'k:' .. c.id)
  work.release(c, a)
  navigator.drop(b, 'cons', c.id)
  navigator.add_work(b, c.id)
  c.con, c.last, c.nav, c.try, c.est, c.eat = '', '', b.id, k.try, 'talking', whole(now)
  if c.dsg == a.id then c.dsg = '' end
  contact.deadline(c, now + settings.talk)
  notice('engagement_ended', a.node, a.id, navigator.next_seq(a), former, c.id, cause)
  notice('engagement_updated', b.node, b.id, navigator.next_seq(b), k.id, c.id, 'talking', cause)
  if c.live == '1' then work.command(k.id .. '.hand_over', 'hand_over', c, former) end
  match.settle(a)
  match.settle(b)   -- it may be set aside now
  work.may_need_interpreter(c, b)
end

-- All three together.
function consult.confer(c, a)
  local k = consult.of(c)
  k.state = 'conference'
  until_after(k, settings.talk)
  keep(c, k)
  tell_journal('consult.conference', c, k)
  to_talk(c, a, 'conference')
  tell_first(c, k, k.state, '')
  tell_second(c, k)
  if c.live == '1' then work.command(k.id .. '.confer', 'confer', c, contact.offer_id(c)) end
end

-- The first navigator goes on with the person alone.
function consult.take_back(c, a)
  local b = work.end_consult(c, 'taken_back')
  to_talk(c, a, 'taken_back')
  match.settle(b)
  consult.rest(c, 'taken_back')
end

-- The second navigator's telephone answered.
function consult.connected(c)
  local k = consult.of(c)
  k.state = 'consulting'
  until_after(k, settings.park)
  keep(c, k)
  tell_journal('consult.connected', c, k)
  tell_first(c, k, k.state, '')
  tell_second(c, k)
end

-- The pending offer was made to a session that is no more; the newer one has it.
function consult.to_session(c, session)
  local k = consult.of(c)
  k.session = session
  keep(c, k)
end

-- Where the second navigator hears what is said: nowhere before they accepted.
function consult.listener(c)
  local k = consult.of(c)
  if not k or k.state == 'offered' then return nil end
  return navigator.load(k.navigator), k
end

-- Its state lasts until then, ms.
function consult.extend(c, at)
  local k = consult.of(c)
  k.ends = whole(at)
  keep(c, k)
end
