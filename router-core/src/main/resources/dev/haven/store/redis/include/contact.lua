-- A contact: its record, its place in the order, its one deadline.
--
-- state   waiting offered engaged wrapping scheduled joined closed   ch     channel, 0 to 5        lang  language
-- lane    number of its lane now                                 tier   rank of its urgency    score 0 to 100
-- aged    1 once it waited past its latest start                 arr    arrived, ms            ord   order time, ms
-- seq     arrival sequence of the workspace, 12 digits           src    who brought it         digest of the body it came with
-- steps   after:lane:floor:alarm:outside:wide:itp;... what changes   step   how many of them are done
-- latest  when it ages up, ms                                    dsg    designated navigator   holds hold by tier, ms
-- held    navigator it is held for                               until  of the hold, ms        excl  navigator>until;...
-- try     offers made so far                                     nav    whose offer or work    oexp  offer ends, ms
-- oep     session the offer was made to                          est    state of the engagement eat  engaged at, ms
-- kind    inbound callback ...                                   disp   disposition            ae    1 for an adverse event
-- live    1 while a call is on the line                          cv     its conversation       pid   person
-- drain   navigator who drains for it                            jn     where it stands in the journal
-- inl     1 while it stands in a lane, 2 in a navigator's own    due    scheduled for, ms      prev  contact it follows
-- msgs    messages after the first                               said   last words on a text line, ms; empty once the silence after them was weighed
-- pre     1 while set aside for somebody more urgent             rung   of the ladder, how many climbed
-- climb   when the next rung is due, ms; empty when it is on none  first  1 once the automatic first answer was asked for
-- end     closed at, ms                                              con    open consult, see consult.lua
-- last    number of the last attempt where a consult or a further offer had it; empty where `try` is it
-- also    further pending offers, see parallel.lua                   from   steps count from then, ms; empty for `ord`
-- out     a number outside that is rung or has it, see outside.lua
-- wide    how many navigators it is offered to at once, as its plan says; empty for one
-- itp     1 once a step of its plan takes navigators who do not speak its language                      late   1 while it stands in `late`, see reserve.lua
-- lead    of a joined contact, see group.lua                         grp    members of a lead, ids with a comma behind each
--@ record contact state est nav try oexp eat jn disp end ch tier lane ord oep | live climb pre drain excl con also ae aged step held until inl due msgs rung first last from lead grp out wide itp late | src digest lang score kind steps cv pid holds dsg arr seq latest prev said
local contact = {}

function contact.key(id) return key_of('contact:', id) end

-- `record_key` is its key where the caller has that already.
function contact.load(id, record_key) return record(record_key or contact.key(id), unpacked_contact, id) end

-- How many offers were made, consults included.
function contact.attempts(c) return tonumber(c.last ~= '' and c.last or c.try) or 0 end

-- The rest of a new contact's record: `prepared` is what the caller packed, src to pid; what is placed with it follows, in the order
-- of the record.
function contact.new_rest(prepared, holds, designated, sequence, latest, previous, said)
  return prepared .. size_of[#holds] .. holds .. size_of[#designated] .. designated .. size_of[#now_text] .. now_text .. size_of[#sequence] .. sequence ..
    size_of[#latest] .. latest .. size_of[#previous] .. previous .. size_of[#said] .. said
end

function contact.offer_id(c) return c.id .. '.' .. c.try end

-- The urgency's rank, or ELEVATED's once aged.
function contact.rank(c)
  local tier = tonumber(c.tier)
  if c.aged == '1' and tier > 3 then return 3 end
  return tier
end

-- Its plan says that it is offered to so many at once, a text; empty leaves it.
function contact.offer_to(c, many)
  if many ~= '' then c.wide = many ~= '1' and many or '' end
end

function contact.strict(c) return tonumber(c.tier) <= 2 end

-- Silence on a chat or SMS line after a strict message: 6 points after two minutes, once, inside the tier's band; see SignalRules.
local SILENCE, SILENCE_POINTS, BAND_TOP = 120000, 6, {100, 89, 74}

function contact.has_silences(channel) return channel == '1' or channel == '2' end

function contact.spoke(c)
  if contact.has_silences(c.ch) then c.said = now_text end
end

function contact.silence_ends(c)
  if c.said == '' or not contact.strict(c) then return nil end
  return tonumber(c.said) + SILENCE
end

function contact.weigh_silence(c)
  local at = contact.silence_ends(c)
  if not at or at > now then return end
  c.said = ''
  c.score = whole(math.max(tonumber(c.score), math.min(BAND_TOP[tonumber(c.tier) + 1], tonumber(c.score) + SILENCE_POINTS)))
  journal('urgency.silent', 'contact', c.id, 'score', tonumber(c.score))
  contact.note(c)
end

-- Notes with a known person that they came (p) or went unserved (g): at most 16 entries "ms,channel,what", gone after a day. Only the
-- scorer reads them. A person is known by id, never by an address alone.
function contact.tried(c, what)
  if c.pid == '' or c.kind ~= 'inbound' then return end
  local tries = split(redis.call('GET', key('tries:' .. c.pid)) or '', ';')
  tries[#tries + 1] = whole(now) .. ',' .. c.ch .. ',' .. what
  redis.call('SET', key('tries:' .. c.pid), table.concat(tries, ';', math.max(1, #tries - 15)), 'PX', 86400000)
end

function contact.place(c) return contact.rank(c) * 1e13 + tonumber(c.ord) end

-- Members begin with the arrival sequence, so that equal milliseconds keep their order.
function contact.member(c) return c.seq .. c.id end

function contact.of_member(member) return string.sub(member, 13) end

-- Notes in the contact where this transition stands in the journal.
function contact.note(c)
  if c == noted then return end
  noted = c
  local id, jn = journal_id(), c.jn
  if jn == '' then
    c.jn = id
  elseif string.sub(jn, -#id) ~= id or (#jn > #id and string.byte(jn, -#id - 1) ~= 44) then   -- a comma
    c.jn = jn .. ',' .. id
  end
end

-- A closed contact waits for its removal apart, so that whoever looks through all that are not closed has no others before them.
function contact.deadline(c, at)
  if type(at) == 'number' then at = whole(at) end
  if c.state == 'closed' then
    redis.call('ZREM', keys_of.deadlines, 'c:' .. c.id)
    redis.call('ZADD', keys_of.kept, at, c.id)
  else
    redis.call('ZADD', keys_of.deadlines, at, 'c:' .. c.id)
  end
end

-- Whether a navigator was refused this contact for a while. An exclusion is in force until a transition removes it.
function contact.excludes(c, navigator_id)
  if c.excl == '' then return false end
  return string.find(';' .. c.excl, ';' .. navigator_id .. '>', 1, true) ~= nil
end

function contact.exclude(c, navigator_id)
  local term = settings.exclusion
  if c.tier == '0' then term = settings.exclusion_crisis end
  if not contact.excludes(c, navigator_id) then
    c.excl = c.excl .. navigator_id .. '>' .. whole(now + term) .. ';'
    journal('exclusion.set', 'contact', c.id, 'navigator', navigator_id)
  end
end

-- Drops exclusions that ended by now; answers whether any did.
function contact.prune_exclusions(c)
  if c.excl == '' then return false end
  local kept, dropped = {}, false
  for _, e in ipairs(split(c.excl, ';')) do
    if e ~= '' then
      local name, at = string.match(e, '^(.*)>(%d+)$')
      if tonumber(at) > now then
        kept[#kept + 1] = e .. ';'
      else
        dropped = true
        journal('exclusion.lapsed', 'contact', c.id, 'navigator', name)
      end
    end
  end
  c.excl = table.concat(kept)
  return dropped
end

-- Lifts the exclusion of one navigator, if there is one.
function contact.admit(c, navigator_id)
  if not contact.excludes(c, navigator_id) then return end
  local kept = {}
  for _, e in ipairs(split(c.excl, ';')) do
    if e ~= '' and string.match(e, '^(.*)>') ~= navigator_id then kept[#kept + 1] = e .. ';' end
  end
  c.excl = table.concat(kept)
  journal('exclusion.lapsed', 'contact', c.id, 'navigator', navigator_id)
end

function contact.clear_exclusions(c)
  for _, e in ipairs(split(c.excl, ';')) do
    if e ~= '' then journal('exclusion.lapsed', 'contact', c.id, 'navigator', string.match(e, '^(.*)>')) end
  end
  c.excl = ''
end

-- When its waiting began to count: what came outside the opening hours is ordered by its arrival, and counts from the opening.
function contact.counts_from(c) return tonumber(c.from ~= '' and c.from or c.ord) end

-- What changes at that step of its plan: after how long, lane, floor, alarm, number outside, how many it is offered to, 1 for an interpreter; nil behind the last. Plans that came before are kept, there are few.
do
  local plans, kept_plans = {}, 0

  function contact.step(c, at)
    local plan = plans[c.steps]
    if not plan then
      plan = {}
      for i, step in ipairs(split(c.steps, ';')) do
        if step ~= '' then plan[i] = split(step, ':') end
      end
      if kept_plans >= MOST_KEPT then plans, kept_plans = {}, 0 end
      plans[c.steps], kept_plans = plan, kept_plans + 1
    end
    return plan[at]
  end
end

-- When a waiting contact must next be looked at: its hold, its next step, its latest start, the first exclusion to end, a long silence, or an hour.
function contact.waiting_deadline(c)
  local at = now + 3600000
  local function sooner(t) if t and t < at then at = t end end
  if c.held ~= '' then sooner(tonumber(c['until'])) end
  if c.kind == 'outreach' or c.kind == 'follow_up' then sooner(contact.window_ends(c)) end
  local next_step = contact.step(c, (tonumber(c.step) or 0) + 1)
  if next_step then sooner(contact.counts_from(c) + tonumber(next_step[1])) end
  if c.tier == '4' and c.aged ~= '1' and c.latest ~= '' then sooner(tonumber(c.latest)) end
  if settings.reserve ~= '' then sooner(contact.late_at(c)) end
  sooner(contact.silence_ends(c))
  if c.excl ~= '' then
    for _, e in ipairs(split(c.excl, ';')) do
      if e ~= '' then sooner(tonumber(string.match(e, '>(%d+)$'))) end
    end
  end
  contact.deadline(c, at)
end

-- The ladder of somebody in distress whom nobody takes: the time to the next rung and what it does. The last rung repeats, but no more often
-- than the pause that an answer makes, and twice as late each time up to an hour.
local LONGEST_PAUSE, MOST_NOTED = 3600000, 8   -- ms; how many repeats the contact itself remembers

function contact.rung(at)
  local rungs = split(settings.ladder, ';')
  local after, action = string.match(rungs[math.min(at, #rungs)], '^(%d+)>(.*)$')
  local repeats = at - #rungs
  after = tonumber(after)
  if repeats <= 0 then return after, action, repeats end
  local first = math.max(after, settings.ladder_pause)
  return math.max(first, math.min(LONGEST_PAUSE, first * 2 ^ math.min(repeats - 1, 12))), action, repeats
end

function contact.climb_at(c, at)
  c.climb = whole(at)
  redis.call('ZADD', key('deadlines'), at, 'e:' .. c.id)
end

-- Begins, keeps or ends the ladder of a contact that nobody has taken, as its tier says.
function contact.stand_on_ladder(c)
  if settings.ladder == '' or tonumber(c.tier) > settings.ladder_up_to then
    contact.leave_ladder(c)
  elseif c.climb == '' then
    c.rung = '0'
    contact.climb_at(c, now + (contact.rung(1)))
  end
end

function contact.leave_ladder(c)
  if c.climb == '' then return end
  c.rung, c.climb = '', ''
  redis.call('ZREM', key('climbed'), c.id)
  redis.call('ZREM', key('deadlines'), 'e:' .. c.id)
end

-- Whether the next rung brings the caller to a number outside.
function contact.next_rung_calls(c)
  local _, action = contact.rung(tonumber(c.rung) + 1)
  return string.sub(action, 1, 5) == 'call.'
end

-- The next rung; answers what it does.
function contact.climb(c)
  local at = tonumber(c.rung) + 1
  local _, action, repeats = contact.rung(at)
  if at == 1 then redis.call('ZADD', key('climbed'), now, c.id) end
  c.rung = whole(at)
  contact.climb_at(c, now + (contact.rung(at + 1)))
  journal('escalation.climbed', 'contact', c.id, 'rung', at, 'action', action)
  if repeats <= MOST_NOTED then contact.note(c) end
  return action
end

-- A person answered for it: nothing further happens for a while.
function contact.pause_ladder(c) contact.climb_at(c, now + settings.ladder_pause) end

-- What a node needs to show a contact; the order is that of ContactFacts in Java.
function contact.facts(c)
  return {c.id, c.state, c.ch, c.lang, c.lane, c.tier, c.score, c.ae, c.kind, c.disp, c.arr, c.ord, c.nav, c.try, c.oexp, c.est, c.eat, c.pid,
    c.src, c.live, c.msgs, c.held, c.aged, c.cv, c.due, c.prev, c.con, c.also, c.lead, c.grp, c.out}
end

-- The same in a notice or at the head of a reply: the reply carries the contact's record once, as the transition leaves it.
function contact.shown(c)
  showing = c
  local count = #shown
  for i = 1, count do
    if shown[i] == c then return c.id end
  end
  shown[count + 1] = c
  return c.id
end

-- The sealed card, unless the calling node has just written it itself.
function contact.card(c)
  if c == written then return '' end
  return redis.call('GET', key_of('card:', c.id)) or ''
end

-- 1 for the next to be served: counts what stands better in the contact's lane and in those of the same queue.
function contact.position(c, siblings)
  if c.state ~= 'waiting' then return '0' end
  if c.inl == '2' then return whole((redis.call('ZRANK', key('own:' .. c.held), contact.member(c)) or 0) + 1) end
  local before = '(' .. whole(contact.place(c))
  local ahead = redis.call('ZRANK', kept_key('lane:', c.lane), contact.member(c)) or 0
  for _, lane in ipairs(split(siblings, ',')) do
    if lane ~= '' and lane ~= c.lane then ahead = ahead + redis.call('ZCOUNT', kept_key('lane:', lane), '-inf', before) end
  end
  return whole(ahead + 1)
end
