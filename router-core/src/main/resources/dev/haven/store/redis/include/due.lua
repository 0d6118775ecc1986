-- What happens when a deadline passes. Each item looks at the state it finds, so that a late or doubled deadline changes nothing.
local due = {}

local function in_gap(at) return S.gap_to > 0 and at >= S.gap_from and at <= S.gap_to end

-- Takes the next step of the plan when its time has come, or before it with `early`.
local function take_step(c, early)
  local at = (tonumber(c.step) or 0) + 1
  local f = contact.step(c, at)
  if not f then return false end
  if not early and contact.counts_from(c) + tonumber(f[1]) > now then return false end
  leave_lane(c)
  release_hold(c)
  c.step = whole(at)
  if f[2] ~= '' then c.lane = f[2] end
  if f[3] ~= '' and tonumber(f[3]) < tonumber(c.tier) then c.tier = f[3] end
  journal('step.taken', 'contact', c.id, 'step', at, 'lane', tonumber(c.lane), 'tier', tonumber(c.tier), 'notify', f[4], 'interpreter', f[7])
  if f[4] and f[4] ~= '' then notice('alarm', '', '', '0', 'step.' .. f[4], c.id) end
  contact.offer_to(c, f[6] or '')
  if f[7] == '1' then c.itp = '1' end
  if f[5] and f[5] ~= '' and c.live == '1' and not outside.open(c) then outside.ring(c, f[5], 'step', f[5]) end
  return true
end

local function waiting(c)
  if (c.kind == 'outreach' or c.kind == 'follow_up') and owed.put_off(c) then return end
  local moved = false
  contact.weigh_silence(c)
  if c.held ~= '' and tonumber(c['until']) <= now then
    journal('hold.ended', 'contact', c.id, 'navigator', c.held)
    leave_lane(c)
    release_hold(c)
    moved = true
  end
  while take_step(c) do moved = true end
  if c.tier == '4' and c.aged ~= '1' and c.latest ~= '' and tonumber(c.latest) <= now then
    leave_lane(c)
    c.aged = '1'
    moved = true
    journal('contact.aged', 'contact', c.id)
    notice('alarm', '', '', '0', 'latest_start_passed', c.id)
  end
  local lapsed = contact.prune_exclusions(c)
  if moved or lapsed then
    local freed = match.end_drain(c)
    match.contact(c, false)
    contact.note(c)
    if freed and freed.id ~= c.drain then match.settle(freed) end
  else
    contact.waiting_deadline(c)
    if match.note_late(c) then match.unreserve() end
  end
end

-- Nobody has taken somebody in distress in time. The rung `offers` begins a second wave: nobody is excluded any more, and all steps of the
-- plan are taken at once. `call.<name>` brings a caller to that number outside. Every other rung, and that one where nobody is on the line, is told
-- outside by a command. The ladder may be another than that it was set on: it leaves one that has no rungs, or not for its tier, any more.
local function climb(c)
  if c.climb == '' or (c.state ~= 'waiting' and c.state ~= 'offered') then
    redis.call('ZREM', key('deadlines'), 'e:' .. c.id)
    return
  end
  contact.stand_on_ladder(c)
  if c.climb == '' then return end
  local away = c.live == '1' and outside.open(c)
  if away and contact.next_rung_calls(c) then return outside.then_climb(c, away) end
  local action = contact.climb(c)
  notice('alarm', '', c.nav, '0', 'escalation', c.id)
  local to = string.match(action, '^call%.(.+)$')
  if to and c.live == '1' then
    outside.ring(c, to, 'ladder', to)
    return
  end
  if action ~= 'offers' then
    -- By its line in the journal: the same rung comes again when the work came back, and whoever is told takes an id that they know for a repeat.
    work.command(c.id .. '.escalation.' .. whole(S.n), 'escalate', c, action)
    return
  end
  contact.clear_exclusions(c)
  if c.state == 'waiting' then
    while take_step(c, true) do end
    match.replace(c, false)
  end
end

local function purge(c)
  local id = c.id
  for _, name in ipairs(redis.call('LRANGE', key('seen-of:' .. id), 0, -1)) do redis.call('DEL', key_of('seen:', name)) end
  redis.call('DEL', key_of('card:', id), key('words:' .. id), key('notes:' .. id), key('seen-of:' .. id))
  if c.cv ~= '' and redis.call('GET', key('conversation:' .. c.cv)) == id then redis.call('DEL', key('conversation:' .. c.cv)) end
  redis.call('DEL', key('reply:' .. id), key('delivery:' .. id), owed.report_key(id), key('report-words:' .. id))
  redis.call('ZREM', key('deadlines'), 'c:' .. id)
  redis.call('ZREM', key('kept'), id)
  journal('contact.removed', 'contact', id)
  c.state = ''
end

local function of_contact(c, at)
  local n = c.nav ~= '' and navigator.load(c.nav) or nil
  if c.state == 'waiting' then
    waiting(c)
  elseif c.state == 'scheduled' and c.kind ~= 'inbound' and owed.put_off(c) then
    return
  elseif c.state == 'scheduled' then
    journal('contact.due', 'contact', c.id)
    contact.note(c)
    c.due = ''
    match.contact(c, true)
  elseif c.state == 'offered' then
    if in_gap(at) then return contact.deadline(c, at + S.gap_to - S.gap_from) end
    local refused_by
    local list = parallel.all(c)
    for _, o in ipairs(list) do
      local m = navigator.load(o.navigator)
      o.delivered = m.conn == '1' and m.ep == o.session
      work.end_offer(c, m, 'timeout')
      if o.delivered then
        contact.exclude(c, m.id)
        refused_by = refused_by or m.id
      end
    end
    c.also, c.try = '', list[#list].try   -- the last that ended, as when they end one by one
    match.back_to_waiting(c, refused_by)
    for _, o in ipairs(list) do
      local m = navigator.load(o.navigator)
      if o.delivered then presence.missed(m) else match.settle(m) end
    end
  elseif c.state == 'wrapping' then
    if in_gap(at) then return contact.deadline(c, at + S.gap_to - S.gap_from) end
    if work.unreported(c) then
      work.give_back(c, n, 'not_submitted', true)
    else
      work.complete(c, n, 'wrap_up_timeout')
    end
  elseif c.state == 'engaged' and c.est == 'connecting' then
    work.give_back(c, n, 'not_connected', true)
  elseif c.state == 'engaged' and c.est == 'parked' then
    work.give_back(c, n, 'parked_too_long', false)
  elseif c.state == 'engaged' then
    journal('alarm.long_engagement', 'contact', c.id, 'navigator', c.nav)
    contact.note(c)
    notice('alarm', '', c.nav, '0', 'long_engagement', c.id)
    contact.deadline(c, now + settings.talk)
  elseif c.state == 'joined' then
    group.look(c)
  elseif c.state == 'closed' then
    if owed.keeps(c) then
      contact.deadline(c, now + settings.retention)
    else
      purge(c)
    end
  else
    redis.call('ZREM', key('deadlines'), 'c:' .. c.id)
  end
end

-- A consult's time is over. Only a conference goes on, with an alarm.
local function of_consult(c, at)
  local k = consult.of(c)
  if not k then
    redis.call('ZREM', key('deadlines'), 'k:' .. c.id)
    return
  end
  local b = navigator.load(k.navigator)
  if k.state == 'offered' then
    if in_gap(at) then return consult.extend(c, at + S.gap_to - S.gap_from) end
    local delivered = b.conn == '1' and b.ep == k.session
    work.end_consult(c, 'timeout')
    if delivered then
      contact.exclude(c, b.id)
      presence.missed(b)
    else
      match.settle(b)
    end
    consult.rest(c, 'timeout')
  elseif k.state == 'conference' then
    journal('alarm.long_consult', 'contact', c.id, 'navigator', c.nav)
    contact.note(c)
    notice('alarm', '', c.nav, '0', 'long_consult', c.id)
    consult.extend(c, now + settings.talk)
  else
    local cause = k.state == 'connecting' and 'not_connected' or 'too_long'
    work.end_consult(c, cause)
    match.settle(b)
    consult.rest(c, cause)
  end
end

-- Nobody answered outside, or the caller did not get there.
local function of_outside(c)
  local o = outside.of(c)
  if not o or o.state == 'connected' then
    redis.call('ZREM', key('deadlines'), 'x:' .. c.id)
  else
    outside.failed(c, o.state == 'joining' and 'not_connected' or 'no_answer')
  end
end

-- A closed contact has been kept as long as it should be.
function due.kept(id)
  local c = contact.load(id)
  if c.state == 'closed' then
    of_contact(c, now)
  else
    redis.call('ZREM', key('kept'), id)
  end
end

function due.item(member, at)
  local kind, id = string.sub(member, 1, 1), string.sub(member, 3)
  if kind == 'c' then
    of_contact(contact.load(id), at)
  elseif kind == 'e' then
    climb(contact.load(id))
  elseif kind == 'o' then
    owed.late(contact.load(id))
  elseif kind == 'k' then
    of_consult(contact.load(id), at)
  elseif kind == 'x' then
    of_outside(contact.load(id))
  elseif kind == 'n' then
    if in_gap(at) then
      redis.call('ZADD', key('deadlines'), at + S.gap_to - S.gap_from, member)
    else
      redis.call('ZREM', key('deadlines'), member)
      presence.give_up(navigator.load(id))
    end
  elseif kind == 'r' then
    redis.call('ZREM', key('deadlines'), member)
    presence.climb_ramp(navigator.load(id))
  end
end

-- Matches what a transition may have left unmatched; every repair is a fault to be found.
function due.sweep()
  local repaired = 0
  match.drop_empty_sets()
  if S.waiting == 0 then return 0 end
  for _, lane in ipairs(redis.call('ZRANGE', key('heads'), 0, 15)) do
    local first = redis.call('ZRANGE', match.lane_key(lane), 0, 0)
    if first[1] then
      local c = contact.load(contact.of_member(first[1]))
      if c.state == 'waiting' and find_navigator(c) then
        match.contact(c, false)
        repaired = repaired + 1
        journal('match.repaired', 'contact', c.id)
      end
    end
  end
  return repaired
end
