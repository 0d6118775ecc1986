#!lua
-- Joins a person's message to their open contact with the whole conversation's urgency; a higher tier moves it, a wrap-up becomes work again.
-- A call that has ended stays in wrap-up.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches contact       string :contact:<id>
--         words         list   :words:<id> sealed messages after the first
--         card          string :card:<id>
--         seen          string :seen:<message_id>, the contact and the digest
--         command       hash   :command:<id>.report when it tells of an adverse event
--         reply         string :reply:<id> sealed, how to answer the last message
-- ARGV    settings      of the calling node
--         id message_id the contact, and the message's own id ('' when the sender gave none)
--         words         sealed line
--         tier score adverse_event codes scorer   of the whole conversation; never lowers the tier
--         card          sealed, with the new reasons; '' to keep
--         reply         sealed, how to answer this message; '' to keep
--         known         how many messages after the first the urgency saw; '' for any
--         read          1 when these are the words of what was placed unread, and all of it: the tier may fall
--         digest        of contact and text, tells a repeat from another message with this id; '' where the same id is always a repeat
-- Reply   {"APPENDED", tier, state, notices} | {"KNOWN", []} | {"REUSED", []} | {"STALE", []} | {"CLOSED", []} | {"MISSING", []}
-- Event   message.appended, urgency.raised when the tier rose, urgency.read when it fell by reading, engagement.reopened when it was in wrap-up, engagement.returned when it was set aside and is strict now, contact.due when it was scheduled and is strict now
-- Again with the same message_id: KNOWN, with another digest, or the id of a contact: REUSED. STALE: another message came meanwhile, nothing is changed; to be scored again. Cost O(log n).
local id, message_id, words, tier, score = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local adverse, codes, scorer, card, reply, known, read, digest = ARGV[7], ARGV[8], ARGV[9], ARGV[10], ARGV[11], ARGV[12], ARGV[13], ARGV[14]

begin()
local c = contact.load(id)
if c.state == '' then return refuse('MISSING') end
local seen = message_id ~= '' and redis.call('GET', key_of('seen:', message_id))
if seen then
  local before, former = string.match(seen, '^(%S+) ?(%S*)$')
  if digest == '' or former == '' or (before == id and former == digest) then return finish('KNOWN') end
  return refuse('REUSED')
end
if digest ~= '' and message_id ~= '' and redis.call('EXISTS', key_of('contact:', message_id)) == 1 then return refuse('REUSED') end
if c.state == 'closed' then return refuse('CLOSED') end
if known ~= '' and tonumber(known) ~= (tonumber(c.msgs) or 0) then return refuse('STALE') end
local falls = read == '1' and tonumber(tier) > tonumber(c.tier)
if message_id ~= '' then
  redis.call('SET', key_of('seen:', message_id), digest ~= '' and id .. ' ' .. digest or id)
  redis.call('RPUSH', key('seen-of:' .. id), message_id)
end
redis.call('RPUSH', key('words:' .. id), words)
if reply ~= '' then redis.call('SET', key('reply:' .. id), reply) end
c.msgs = whole((tonumber(c.msgs) or 0) + 1)
if adverse == '1' then owed.aware(c) end
contact.spoke(c)
journal('message.appended', 'contact', id, 'state', c.state)
if card ~= '' and (falls or tonumber(tier) <= tonumber(c.tier)) then
  redis.call('SET', key_of('card:', id), card)
  if tonumber(score) > tonumber(c.score) then c.score = score end
end
if tonumber(tier) < tonumber(c.tier) then
  c.tier, c.score = tier, score
  journal('urgency.raised', 'contact', id, 'tier', tonumber(tier), 'score', tonumber(score), 'codes', codes, 'scorer', scorer)
  if c.state == 'waiting' then match.replace(c, true) end
  if c.state == 'offered' then
    contact.stand_on_ladder(c)
    match.first_answer(c)
  end
  if c.state == 'joined' then group.changed(c) end
  if c.nav ~= '' then
    local n = navigator.load(c.nav)
    notice('urgency', n.node, n.id, navigator.next_seq(n), contact.offer_id(c), contact.shown(c), contact.card(c))
    parallel.tell_urgency(c)
  end
  local second, k = consult.listener(c)
  if second then notice('urgency', second.node, second.id, navigator.next_seq(second), k.id, contact.shown(c), contact.card(c)) end
  work.turned_strict(c)
elseif falls then
  c.tier, c.score = tier, score
  journal('urgency.read', 'contact', id, 'tier', tonumber(tier), 'score', tonumber(score), 'codes', codes, 'scorer', scorer)
  if c.state == 'waiting' then match.replace(c, true) else match.part_better(c) end
  if c.nav ~= '' then
    local n = navigator.load(c.nav)
    notice('urgency', n.node, n.id, navigator.next_seq(n), contact.offer_id(c), contact.shown(c), contact.card(c))
  end
  local second, k = consult.listener(c)
  if second then notice('urgency', second.node, second.id, navigator.next_seq(second), k.id, contact.shown(c), contact.card(c)) end
elseif c.state == 'waiting' then
  contact.waiting_deadline(c)
end
if c.state == 'scheduled' and contact.strict(c) then match.wake(c) end
contact.note(c)
if c.state == 'engaged' or c.state == 'wrapping' then
  local n = navigator.load(c.nav)
  notice('message', n.node, n.id, navigator.next_seq(n), contact.offer_id(c), id, 'person', whole(now), words)
  local second, k = consult.listener(c)
  if second then notice('message', second.node, second.id, navigator.next_seq(second), k.id, id, 'person', whole(now), words) end
  if c.state == 'wrapping' and c.ch ~= '0' then work.reopen(c, n) end
end
return finish('APPENDED', c.tier, c.state)
