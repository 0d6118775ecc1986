#!lua
-- Takes a contact in: places it in the order and, if a navigator is free, offers it at once.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches contact       string :contact:<id>
--         card          string :card:<id> sealed words and addresses
--         conversation  string :conversation:<key> the newest contact of a conversation
--         seen          string :seen:<id> the contact that a message with this id joined, with a digest when it was added by name
--         tries         string :tries:<person> when a known person came
--         group         string :group:<person> the contact that theirs are joined under, and when the last of them came
--         cadence       hash   :cadence:<id>, owed-of zset when it has one
--         command       hash   :command:<id>.report when it tells of an adverse event
--         lanes, ready sets, navigators, deadlines, journal (see the includes)
-- ARGV    settings      of the calling node
--         id            made from the idempotency key, so that a repeat finds itself
--         digest        of the body, tells a repeat from a re-used key
--         prepared      first fields of the rest of the record, packed: src digest lang score kind steps cv pid
--         placed        what the journal says of it, as it stands in the line, from "source" on, but for what is known here only
--         channel lane tier kind latest_ms designated holds conversation person due_ms live adverse_event
--         card          sealed
--         siblings      lanes of the same queue, comma between, for the position
--         cadence       how the person is reached, lines in the order of include/cadence.lua; '' for none
--         offer_to      how many navigators it is offered to at once, 1 to 5
-- Reply   {"CREATED", facts, position, notices} | {"KNOWN", contact_id, []} | {"REUSED", []} | {"OPEN", contact_id, []} when its conversation has an open contact
--         | {"NO_CONSENT", []} whom it reaches did not agree, or no longer does
-- Event   contact.placed, then offer.created when matched, or contact.joined and contact.led when the person is known and came just now. When the conversation's newest contact is closed, this one follows it, and is
--         for its navigator unless the plan names one, while the setting `same` has not passed since
-- Again with the same id and digest: KNOWN, and the state is written once more so that WAIT means something. Cost O(log n).
local id, digest, prepared, placed, channel, lane, tier = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7], ARGV[8]
local kind, latest, designated, holds, conversation, person = ARGV[9], ARGV[10], ARGV[11], ARGV[12], ARGV[13], ARGV[14]
local due_at, live, adverse, card, siblings, cadence, offer_to = ARGV[15], ARGV[16], ARGV[17], ARGV[18], ARGV[19], ARGV[20], ARGV[21]

local contact_key = key_of('contact:', id)
begin(contact_key, kept_key('fits:l:', lane), key_of('seen:', id))
if text_at(contact_key) then
  if contact.load(id, contact_key).digest == digest then return finish('KNOWN', id) end
  return refuse('REUSED')
end
if cadence ~= '' and not owed.may_reach(cadence) then return refuse('NO_CONSENT') end
local joined = text_at(key_of('seen:', id))
if joined then
  if string.find(joined, ' ', 1, true) then return refuse('REUSED') end   -- a message that was added by name
  return finish('KNOWN', joined)
end
local previous = ''
if conversation ~= '' then
  local newest = redis.call('GET', key('conversation:' .. conversation))
  if newest then
    local former = contact.load(newest)
    if former.state ~= '' and former.state ~= 'closed' then return refuse('OPEN', newest) end
    if former.state == 'closed' then
      previous = newest
      if designated == '' and former.nav ~= '' and now - (tonumber(former['end']) or 0) < settings.same then designated = former.nav end
    end
  end
  put(key('conversation:' .. conversation), id)
end

S.arrivals = S.arrivals + 1
local arrivals = whole(S.arrivals)
local from = due_at ~= '' and due_at or now_text
local ord = kind ~= 'inbound' and from or now_text
latest = latest ~= '0' and whole(tonumber(from) + tonumber(latest)) or ''
local rest = contact.new_rest(prepared, designated ~= '' and holds or '', designated, string.sub('00000000000' .. arrivals, -12), latest, previous,
  kind == 'inbound' and contact.has_silences(channel) and now_text or '')
put(key_of('card:', id), card)
line('contact.placed', ',"contact":"' .. id .. '"' .. placed .. ',"arrived":' .. now_text .. ',"order":' .. ord .. ',"sequence":' .. arrivals ..
  (latest ~= '' and ',"latest":' .. latest or '') .. named(',"designated":"', designated) .. named(',"previous":"', previous) ..
  ',"policy":"' .. settings.policy .. '"' .. (due_at ~= '' and ',"due":' .. due_at or ''))
if kind == 'inbound' and due_at == '' and designated == '' and person == '' and adverse ~= '1' and cadence == '' and (offer_to == '' or offer_to == '1') then
  local reply = straight.offer(id, contact_key, rest, card, channel, lane, tier, live)
  if reply then return reply end
end
local c = contact.load(id, contact_key)
c.ch, c.lane, c.tier, c.ord, c._rest = channel, lane, tier, ord, rest
written, written_card = c, card
if live == '1' then c.live = '1' end
contact.offer_to(c, offer_to)
if ord ~= from then c.from = from end
contact.note(c)
if adverse == '1' then owed.aware(c) end
if cadence ~= '' then owed.keep_cadence(c, cadence) end
if due_at == '' and person ~= '' then contact.tried(c, 'p') end
if due_at ~= '' and tonumber(due_at) > now then
  c.state, c.due = 'scheduled', due_at
  contact.deadline(c, due_at)
else
  match.arrive(c)
end
return finish('CREATED', contact.shown(c), contact.position(c, siblings))
