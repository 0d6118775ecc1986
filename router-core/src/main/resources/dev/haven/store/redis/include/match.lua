-- Brings waiting contacts and free navigators together. Every transition that can make a pair matchable ends here.
--
-- Two indexes, each with the first of every non-empty class: `heads` for lanes (ordered by place), `ready` for ready sets (ordered by
-- load, then idle since). Which profile may take which lane stands in `fits:l:<lane>` and `fits:p:<profile>`, one character each:
-- a digit (for a profile's lanes the lane's channel) where it may, anything else where not.
local match = {}
local PEEK = 16      -- how far a lane or ready set is searched behind excluded ones
local BATCH = 32     -- heads read at a time, with their places
local LONG_BATCH = 128   -- further ones, of which only the lanes are needed
local MOST_TOLD = 8      -- contacts that the journal names as passed over
local SWEPT_SETS = 64   -- ready sets looked at in a sweep
local MOST_LOOKED_AT = 256   -- strict contacts that want somebody to drain for them, or whom navigators refused

local function eligible(bits, number)
  local c = string.byte(bits, number + 1)
  return c ~= nil and c >= 48 and c <= 57
end

-- How many lanes those bits allow; kept, as profiles are few.
local allowed
do
  local MOST_PROFILES = 300
  local counts, kept = {}, 0

  function allowed(bits)
    local count = counts[bits]
    if not count then
      local _, digits_of = string.gsub(bits, '%d', '')
      if kept >= MOST_PROFILES then counts, kept = {}, 0 end
      count, counts[bits], kept = digits_of, digits_of, kept + 1
    end
    return count
  end
end

local function better(score_a, member_a, score_b, member_b)
  return score_a < score_b or (score_a == score_b and member_a < member_b)
end

function match.lane_key(lane) return kept_key('lane:', lane) end

-- The best non-empty lanes and the places of their first, BATCH at most; read once as long as no lane changes.
function match.best_lanes()
  first_heads = first_heads or redis.call('ZRANGE', key('heads'), 0, BATCH - 1, 'WITHSCORES')
  return first_heads
end

local function enter_lane(c)
  local score = contact.place(c)
  if c.held ~= '' then
    redis.call('ZADD', key('own:' .. c.held), score, contact.member(c))
    local d = navigator.load(c.held)
    d.mine = whole((tonumber(d.mine) or 0) + 1)
    c.inl = '2'
  else
    headed.add(match.lane_key(c.lane), key('heads'), c.lane, contact.member(c), score)
    c.inl = '1'
  end
  if settings.reserve ~= '' then match.note_late(c) end
  S.waiting = S.waiting + 1
end

local function leave_lane(c)
  if c.inl == '' then return end
  if c.inl == '2' then
    redis.call('ZREM', key('own:' .. c.held), contact.member(c))
    local d = navigator.load(c.held)
    d.mine = whole(math.max(0, (tonumber(d.mine) or 0) - 1))
  else
    headed.remove(match.lane_key(c.lane), key('heads'), c.lane, contact.member(c))
  end
  if c.late ~= '' then
    redis.call('ZREM', key('late'), c.id)
    c.late = ''
  end
  c.inl = ''
  S.waiting = S.waiting - 1
end

local function release_hold(c)
  c.held, c['until'] = '', ''
end

-- The first contacts that stand better and were passed over, with the reason. `skipped` holds lane, reason pairs in order.
local function passed_over(skipped)
  if #skipped == 0 then return '' end
  local out = {}
  for i = 1, math.min(MOST_TOLD, #skipped) do
    local id = skipped[i][3]
    if not id then
      local first = redis.call('ZRANGE', match.lane_key(skipped[i][1]), 0, 0)
      id = first[1] and contact.of_member(first[1])
    end
    if id then out[#out + 1] = '"' .. id .. ':' .. skipped[i][2] .. '"' end
  end
  if #out == 0 then return '' end
  return '[' .. table.concat(out, ',') .. ']'
end

-- Journals an offer. `passed` is what it passed over, `held` the navigator it was held for; either may be empty.
function match.note_offer(offer_id, contact_id, navigator_id, tier, rank, ord, passed, held)
  line('offer.created', ',"offer":"' .. offer_id .. '","contact":"' .. contact_id .. '","navigator":"' .. navigator_id .. '","tier":' .. tier .. ',"rank":' ..
    digits[rank] .. ',"order":' .. ord .. ',"policy":"' .. settings.policy .. '"' .. (passed ~= '' and ',"passed":' .. passed or '') ..
    (held ~= '' and ',"held":"' .. held .. '"' or ''))
end

local function offer(c, n, passed)
  leave_lane(c)
  local was_held = c.held
  release_hold(c)
  c.state = 'offered'
  c.try, c.last = whole(contact.attempts(c) + 1), ''
  c.nav, c.oep = n.id, n.ep
  c.oexp = whole(now + (c.ch == '0' and settings.offer_phone or settings.offer))
  n.off = contact.offer_id(c)
  navigator.unfile(n)
  navigator.count(n, 'cnt', tonumber(c.ch), 1)
  contact.deadline(c, c.oexp)
  match.note_offer(n.off, c.id, n.id, c.tier, contact.rank(c), c.ord, passed, was_held)
  contact.note(c)
  local id, card = contact.shown(c), contact.card(c)
  tell('\165offer', n.node, n.id, navigator.next_seq(n), size_of[#n.off] .. n.off .. size_of[#id] .. id .. size_of[#card] .. card)
  if (settings.parallel > 1 or c.wide ~= '') and was_held == '' then match.offer_to_more(c) end
end

-- Drains: a strict contact that waits only for lack of room has one navigator who takes nothing lower until it fits.
local function profiles_of_lane(bits)
  local list = {}
  for i = 1, #bits do
    if eligible(bits, i - 1) then list[#list + 1] = whole(i - 1) end
  end
  return list
end

function match.end_drain(c)
  if c.drain == '' then
    if S.undrained > 0 and redis.call('ZREM', key('undrained'), c.id) == 1 then S.undrained = S.undrained - 1 end
    return nil
  end
  local n = navigator.load(c.drain)
  journal('drain.ended', 'contact', c.id, 'navigator', c.drain)
  c.drain = ''
  n.drain, n.dt = '', ''
  return n
end

-- Asks those on duty of a profile, some at a time, until one of them will do; all of the last some are asked.
local function on_duty_of(profile, will_do)
  local from, found = 0, false
  while not found do
    local ids = redis.call('ZRANGE', kept_key('duty:', profile), from, from + PEEK - 1)
    for _, id in ipairs(ids) do
      local n = navigator.load(id)
      if navigator.on_duty(n) and will_do(n) then found = true end
    end
    if #ids < PEEK then return found end
    from = from + PEEK
  end
  return found
end

local function begin_drain(c)
  if not contact.strict(c) or c.state ~= 'waiting' or c.held ~= '' or c.drain ~= '' then return end
  local bits = text_at(kept_key('fits:l:', c.lane)) or ''
  local channel = tonumber(c.ch)
  local best, best_units
  for _, profile in ipairs(profiles_of_lane(bits)) do
    on_duty_of(profile, function(n)
      if n.drain ~= '' or contact.excludes(c, n.id) or kept_six(n.caps)[channel] == 0 then return false end
      local units = navigator.units(kept_six(n.cnt))
      if not best or units < best_units then best, best_units = n, units end
      return true
    end)
  end
  if best then
    if redis.call('ZREM', key('undrained'), c.id) == 1 then S.undrained = S.undrained - 1 end
    c.drain = best.id
    best.drain, best.dt = c.id, c.tier
    journal('drain.begun', 'contact', c.id, 'navigator', best.id)
    -- Who gives something up stays hidden until at rest: others would find them before this one does.
    if not best._unsettled then navigator.file(best) end
  elseif redis.call('ZADD', key('undrained'), contact.place(c), c.id) == 1 then
    S.undrained = S.undrained + 1
  end
end

-- Offers the navigator the best waiting contact of a tier up to `most` that they may take now, if there is one. Answers whether it did.
function match.navigator(n, most)
  if S.waiting == 0 or not navigator.on_duty(n) or n.off ~= '' then return false end
  local normal, strict = navigator.room(n)
  if strict == 0 then return false end
  local ceiling = 4
  if n.drain ~= '' then ceiling = tonumber(n.dt) end
  ceiling = math.min(ceiling, most or 4)
  local function room_for(channel, rank)
    return rank <= ceiling and navigator.has_bit(rank <= 2 and strict or normal, channel)
  end

  local best, best_score, best_member
  local skipped = {}
  local function pass_over(lane, why, id)
    if #skipped < 2 * MOST_TOLD then skipped[#skipped + 1] = {lane, why, id} end
  end
  -- The first contact of a set that this navigator is not refused; `known` is its channel when the whole set has one.
  local function consider(set, known)
    local at = 0
    while at < PEEK do
      local members = redis.call('ZRANGE', set, at, at == 0 and 0 or PEEK - 1, 'WITHSCORES')
      if #members == 0 then return end
      for i = 1, #members, 2 do
        local score, member = tonumber(members[i + 1]), members[i]
        if best and not better(score, member, best_score, best_member) then return end
        local rank = math.floor(score / 1e13)
        if known and not room_for(known, rank) then return end
        local c = contact.load(contact.of_member(member))
        local paused = match.paused(c.lane, rank)
        if not paused and not contact.excludes(c, n.id) and (known or room_for(tonumber(c.ch), rank)) then
          best, best_score, best_member = c, score, member
          return
        end
        pass_over(c.lane, paused and 'paused' or (known or contact.excludes(c, n.id)) and 'excluded' or 'no_room', c.id)
        -- Behind it a whole lane is paused.
        if paused and known then return end
      end
      at = at + #members / 2
    end
  end

  local bits = text_at(kept_key('fits:p:', n.prof)) or ''
  -- Places cost more than lanes: while none of the navigator's lanes is met they are left out, and read from the first one on.
  local from, placed, met, open = 0, true, false, true
  while open do
    local heads
    if from == 0 then
      heads = match.best_lanes()
    elseif placed then
      heads = redis.call('ZRANGE', key('heads'), from, from + BATCH - 1, 'WITHSCORES')
    else
      heads = redis.call('ZRANGE', key('heads'), from, from + LONG_BATCH - 1)
    end
    local step, size = placed and 2 or 1, placed and BATCH or LONG_BATCH
    open = #heads == size * step
    for i = 1, #heads, step do
      local lane = heads[i]
      local number = small[lane] or tonumber(lane)
      local code = string.byte(bits, number + 1) or 0   -- as `eligible`, without the call: there may be hundreds
      if best and tonumber(heads[i + 1]) > best_score then
        open = false
        break
      end
      if code < 48 or code > 57 then
        pass_over(lane, 'ineligible')
      elseif not placed then
        open, met, size = true, true, i - 1
        break
      else
        met = true
        local channel, rank = code - 48, math.floor(tonumber(heads[i + 1]) / 1e13)
        if match.paused(number, rank) then
          pass_over(lane, 'paused')
        elseif room_for(channel, rank) then
          consider(match.lane_key(lane), channel)
        else
          pass_over(lane, 'no_room')
        end
      end
    end
    from, placed = from + size, met
    if open then
      -- Where the navigator's lanes are few against the lanes that are left, look those up instead of walking on.
      if allowed(bits) * 3 < redis.call('ZCARD', key('heads')) - from then
        for number = 0, #bits - 1 do
          if eligible(bits, number) then consider(match.lane_key(whole(number)), string.byte(bits, number + 1) - 48) end
        end
        open = false
      end
    end
  end
  if (tonumber(n.mine) or 0) > 0 then consider(key('own:' .. n.id), nil) end
  if not best or match.left_to_strict(best, n, room_for) then return false end
  local freed = match.end_drain(best)
  local ahead = {}
  for i = 1, #skipped do
    if skipped[i][3] ~= best.id then ahead[#ahead + 1] = skipped[i] end
  end
  offer(best, n, passed_over(ahead))
  if freed and freed ~= n then match.settle(freed) end
  return true
end

-- While a navigator gives something up and is not at rest yet, nobody finds them in their ready set and nobody's work is set aside: they may
-- turn out to be free, and for somebody who stands better.
function match.unsettle(n)
  if n._unsettled or not navigator.on_duty(n) then return end
  n._unsettled = true
  unsettled = unsettled + 1
  n._unfiled, any_unfiled = true, true
end

local function at_rest(n)
  if not n._unsettled then return end
  n._unsettled = false
  unsettled = unsettled - 1
end

-- Brings a navigator's state to rest: draining for somebody in distress if nobody does yet, interrupted or matched if they can be, work that
-- was set aside taken up again before anything that is not strict, then filed.
function match.settle(n)
  at_rest(n)
  if S.undrained > 0 and navigator.on_duty(n) and n.drain == '' then
    local bits = text_at(kept_key('fits:p:', n.prof)) or ''
    for _, id in ipairs(redis.call('ZRANGE', key('undrained'), 0, MOST_LOOKED_AT - 1)) do
      local c = contact.load(id)
      if eligible(bits, tonumber(c.lane)) and not contact.excludes(c, n.id) then begin_drain(c) end
      if n.drain ~= '' then break end
    end
  end
  if not match.make_room_at(n) and (n.pre ~= '' or #hopeful > 0) then match.navigator(n, 2) end
  while unsettled == 0 and #hopeful > 0 do
    local c = table.remove(hopeful, 1)
    if c.state == 'waiting' then match.make_room(c) end
  end
  if n.pre ~= '' then match.take_up(n) end
  match.navigator(n)
  navigator.begin_next(n)
  navigator.file(n)
  if n.rk ~= '' then match.unreserve() end
end

local function unfiled(id)
  local n = record_at(navigator.key(id))
  return n and n._unfiled
end

-- The contact's designated navigator, or who stands in for them while they are not on duty; nil for nobody.
local function own_navigator(c)
  if c.dsg == '' then return nil end
  local d = navigator.load(c.dsg)
  if navigator.on_duty(d) or d.stand == '' then return d end
  return navigator.load(d.stand)
end

-- The free navigator who should have this contact: their own one first, else by load and idle time. Needs no lane entry. A navigator it
-- is held for need not be eligible for its lane; one who is merely preferred must be.
local function find_navigator(c)
  local channel, rank = tonumber(c.ch), contact.rank(c)
  if match.paused(c.lane, rank) then return nil end
  local held = c.held ~= ''
  local bits = held and '' or text_at(kept_key('fits:l:', c.lane)) or ''
  local d = held and navigator.load(c.held) or own_navigator(c)
  if d and not contact.excludes(c, d.id) then
    if navigator.fits(d, channel, rank) and (held or eligible(bits, tonumber(d.prof))) and not (rank > 2 and match.reserved(d.prof, 1, 0)) then
      return d
    end
  end
  if held then return nil end
  return match.ready_for(c, bits, '')
end

-- The id of the free navigator of the profiles in `bits` who comes first, by load and idle time, but not `except` nor whom the contact
-- excludes (nil for one that excludes nobody); then the ready set they stand in.
function match.first_ready(channel, rank, bits, except, c)
  local best, best_score, best_set
  local late = {}   -- sets whose first is not where the index says, with its score
  local from, open = 0, true
  while open do
    local heads = redis.call('ZRANGE', key('ready'), from, from + BATCH - 1, 'WITHSCORES')
    open = #heads == BATCH * 2
    for i = 1, #heads, 2 do
      local rk, score = heads[i], tonumber(heads[i + 1])
      if best and score > best_score then
        open = false
        break
      end
      local set = navigator.ready_set(rk)
      if eligible(bits, set.profile) and rank <= set.ceiling and navigator.has_bit(rank <= 2 and set.strict or set.normal, channel)
        and not (rank > 2 and match.reserved(set.profile, 1, 0)) then
        local at, set_key = 0, kept_key('ready:', rk)
        while at < PEEK do
          local members = redis.call('ZRANGE', set_key, at, at == 0 and 0 or PEEK - 1, 'WITHSCORES')
          if at == 0 and members[2] ~= heads[i + 1] then late[#late + 1] = {rk, members[2]} end
          if #members == 0 then break end
          local stop = false
          for j = 1, #members, 2 do
            local id, s = members[j], tonumber(members[j + 1])
            if best and not better(s, id, best_score, best) then
              stop = true
              break
            end
            if id ~= except and not (c and contact.excludes(c, id)) and not (any_unfiled and unfiled(id)) then
              best, best_score, best_set, stop = id, s, rk, true
              break
            end
          end
          if stop then break end
          at = at + #members / 2
        end
      end
    end
    from = from + BATCH
  end
  -- The set of who is found changes at once.
  for i = 1, #late do
    if late[i][1] ~= best_set then headed.correct(key('ready'), late[i][1], late[i][2]) end
  end
  return best, best_set
end

-- The same for a contact; the navigator's record.
function match.ready_for(c, bits, except)
  local best = match.first_ready(tonumber(c.ch), contact.rank(c), bits, except, c)
  return best and navigator.load(best) or nil
end

-- Takes empty ready sets out of their index, some at a time: a walk corrects only what it looks at.
function match.drop_empty_sets()
  for _, rk in ipairs(redis.call('ZRANGE', key('ready'), 0, SWEPT_SETS - 1)) do
    if redis.call('ZCARD', kept_key('ready:', rk)) == 0 then headed.correct(key('ready'), rk, nil) end
  end
end

-- What stands better in the shared lanes than a contact that is offered on arrival, and why the navigator is not offered it.
local function better_placed(c, n)
  if S.waiting == 0 then return '' end
  local place, skipped = contact.place(c), {}
  local heads = match.best_lanes()
  if #heads == 0 or tonumber(heads[2]) >= place then return '' end
  local bits = text_at(kept_key('fits:p:', n.prof)) or ''
  for i = 1, math.min(16, #heads), 2 do
    if tonumber(heads[i + 1]) >= place then break end
    local number = tonumber(heads[i])
    local reason, rank = 'ineligible', math.floor(tonumber(heads[i + 1]) / 1e13)
    if eligible(bits, number) then
      reason = match.paused(number, rank) and 'paused' or navigator.fits(n, string.byte(bits, number + 1) - 48, rank) and 'excluded' or 'no_room'
    end
    skipped[#skipped + 1] = {heads[i], reason}
  end
  return passed_over(skipped)
end

-- Exclusions of a strict contact lapse when nobody else on duty may take it.
function match.lapse_if_alone(c)
  if c.excl == '' or not contact.strict(c) then return end
  local bits = text_at(kept_key('fits:l:', c.lane)) or ''
  local channel = tonumber(c.ch)
  for _, profile in ipairs(profiles_of_lane(bits)) do
    if on_duty_of(profile, function(n) return not contact.excludes(c, n.id) and kept_six(n.caps)[channel] > 0 end) then return end
  end
  contact.clear_exclusions(c)
end

-- Puts a contact whose place is settled among the waiting, or straight to a navigator. Its designated navigator's hold begins here when
-- `may_hold`, that navigator is on duty, the tier has one, and not too many are held for them already.
function match.contact(c, may_hold)
  c.state = 'waiting'
  contact.stand_on_ladder(c)
  match.first_answer(c)
  if c.excl ~= '' and contact.strict(c) then
    match.lapse_if_alone(c)
    if c.excl ~= '' then redis.call('ZADD', key('refused'), contact.place(c), c.id) end
  end
  local d = may_hold and own_navigator(c)
  if d and not contact.excludes(c, d.id) then
    local hold = tonumber(split(c.holds, ',')[tonumber(c.tier) + 1]) or 0
    if hold > 0 and navigator.on_duty(d) and six(d.caps)[tonumber(c.ch)] > 0 and (tonumber(d.mine) or 0) < settings.held_most then
      c.held = d.id
      c['until'] = whole(now + hold)
      journal('hold.begun', 'contact', c.id, 'navigator', d.id, 'until', now + hold)
    end
  end
  local n = find_navigator(c)
  if n then
    leave_lane(c)
    local freed = match.end_drain(c)
    offer(c, n, better_placed(c, n))
    navigator.file(n)
    if freed and freed ~= n then match.settle(freed) end
    return n
  end
  if unsettled > 0 then
    hopeful[#hopeful + 1] = c
  elseif match.make_room(c) then
    return navigator.load(c.nav)
  end
  if c.inl == '' then
    enter_lane(c)
  elseif settings.reserve ~= '' then
    match.note_late(c)
  end
  contact.waiting_deadline(c)
  begin_drain(c)
  if c.late ~= '' then match.unreserve() end
  return nil
end

-- A scheduled contact that turned strict waits for no hour: it comes due now, and not behind those who come now.
function match.wake(c)
  c.ord = whole(math.min(tonumber(c.ord), now))
  if c.from ~= '' then c.from = whole(now) end
  c.due = ''
  journal('contact.due', 'contact', c.id, 'order', tonumber(c.ord))
  contact.note(c)
  match.contact(c, true)
end

-- Takes a contact out of the waiting; whoever drained for it is free again.
function match.withdraw(c)
  leave_lane(c)
  if c.held ~= '' then release_hold(c) end
  local freed = match.end_drain(c)
  if freed then match.settle(freed) end
end

-- Moves a waiting contact to where its tier, lane or hold now say, and matches it.
function match.replace(c, may_hold)
  if c.held ~= '' then journal('hold.ended', 'contact', c.id, 'navigator', c.held) end
  leave_lane(c)
  release_hold(c)
  local freed = match.end_drain(c)
  match.part_better(c)
  match.contact(c, may_hold)
  -- Also who drains for it again: for one that was lowered they may take more.
  if freed then match.settle(freed) end
end

do
  -- What was held for the navigator goes to everybody, with `cannot` only where that says so; and strict contacts that only they could still have
  -- taken may go back to those who were excluded. All of them wait side by side before the first, the best placed, is matched.
  local function let_go(n, cannot)
    local list = {}
    for _, member in ipairs(redis.call('ZRANGE', key('own:' .. n.id), 0, -1)) do   -- no more than `held_most`
      local c = contact.load(contact.of_member(member))
      if not cannot or cannot(c) then
        leave_lane(c)
        release_hold(c)
        enter_lane(c)
        journal('hold.ended', 'contact', c.id, 'navigator', n.id)
        contact.note(c)
        list[#list + 1] = c
      end
    end
    for _, id in ipairs(redis.call('ZRANGE', key('refused'), 0, MOST_LOOKED_AT - 1)) do
      local c = contact.load(id)
      local refused = c.state == 'waiting' and c.excl ~= ''
      if refused then match.lapse_if_alone(c) end
      if not refused or c.excl == '' then redis.call('ZREM', key('refused'), id) end
      if refused and c.excl == '' then list[#list + 1] = c end
    end
    table.sort(list, function(a, b) return better(contact.place(a), a.seq, contact.place(b), b.seq) end)
    for i = 1, #list do
      if list[i].state == 'waiting' then match.replace(list[i], false) end
    end
  end

  -- A navigator went off duty: what was held for them goes to everybody, whom they drained for gets another, and strict contacts that only
  -- they could still have taken may go back to those who were excluded.
  function match.off_duty(n)
    let_go(n)
    if n.drain ~= '' then
      local c = contact.load(n.drain)
      match.end_drain(c)
      begin_drain(c)
      -- What they had set aside need not wait for somebody whom they drain for no longer.
      if n.pre ~= '' then match.take_up(n) end
    end
    match.unreserve()
  end

  -- A navigator on duty serves something else from now on: the same for what they cannot take any more. The caller settles them.
  function match.changed(n)
    local caps, bits = kept_six(n.caps), text_at(kept_key('fits:p:', n.prof)) or ''
    match.unsettle(n)
    let_go(n, function(c) return caps[tonumber(c.ch)] == 0 end)
    if n.drain == '' then return end
    local c = contact.load(n.drain)
    if caps[tonumber(c.ch)] == 0 or not eligible(bits, tonumber(c.lane)) then
      match.end_drain(c)
      begin_drain(c)
    end
  end
end

-- A contact comes back from an offer or an engagement, with its place. `refused_by` is excluded for a while, unless nil.
function match.back_to_waiting(c, refused_by)
  c.nav, c.oexp, c.oep, c.est, c.eat = '', '', '', '', ''
  if refused_by then contact.exclude(c, refused_by) end
  c.state = 'waiting'
  if match.hours_over(c) then return end
  match.contact(c, refused_by == nil)
end
