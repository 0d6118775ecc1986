-- Room for a contact of the most urgent tiers that nobody is free for: a pending offer of something lower is rescinded, or interruptible
-- work is set aside and taken up again afterwards. Strict contacts, live calls and wrap-ups are never set aside.
local MOST_ON_DUTY = 512   -- navigators of one profile that are looked at
local MOST_HEADS = 256

local function interruptible(c, mask)
  if c.state ~= 'engaged' or (c.est ~= 'talking' and c.est ~= 'on_hold') or c.con ~= '' or contact.strict(c) or c.live == '1' then return false end
  return navigator.has_bit(mask, tonumber(c.ch)) or (c.kind == 'outreach' and navigator.has_bit(mask, 6))
end

-- What must go so that the contact fits: the pending offer's contact or nil, and a list of work, the least urgent and youngest first.
-- Nothing at all when that is not enough.
local function what_to_set_aside(n, c, mask)
  if n._unsettled or not navigator.on_duty(n) or contact.excludes(c, n.id) then return nil end
  if n.drain ~= '' and contact.rank(c) > tonumber(n.dt) then return nil end
  local channel, counts, caps = tonumber(c.ch), six(n.cnt), six(n.caps)
  local function fits() return counts[channel] < caps[channel] and navigator.units(counts) + settings.cost[channel] <= 100 end
  local pending
  if n.off ~= '' then
    pending = contact.load(string.match(n.off, '^[^.]*'))
    if contact.strict(pending) and pending.also == '' then return nil end
    counts[tonumber(pending.ch)] = counts[tonumber(pending.ch)] - 1
  end
  local taken = {}
  if fits() then return taken, pending end
  local list = {}
  for _, id in ipairs(mask > 0 and split(n.work, ',') or {}) do
    if id ~= '' then
      local d = contact.load(id)
      if interruptible(d, mask) then list[#list + 1] = d end
    end
  end
  table.sort(list, function(a, b) return better(contact.place(b), b.seq, contact.place(a), a.seq) end)
  for _, d in ipairs(list) do
    counts[tonumber(d.ch)] = counts[tonumber(d.ch)] - 1
    taken[#taken + 1] = d
    if fits() then return taken, pending end
  end
  return nil
end

local function interruptions(n)
  local kept, count, an_hour_ago = '', 0, now - 3600000
  for _, at in ipairs(split(n.intr, ';')) do
    if at ~= '' and tonumber(at) > an_hour_ago then
      kept, count = kept .. at .. ';', count + 1
    end
  end
  return count, kept
end

local function set_aside(c, n, taken, pending)
  local consulted = pending and consult.is(pending, n.off)
  if consulted then
    work.end_consult(pending, 'rescinded', c.id)
  elseif pending and work.end_one(pending, n, 'rescinded', c.id) then
    pending = nil
  end
  for _, d in ipairs(taken) do work.set_aside(d, n, c.id) end
  if #taken > 0 then
    local count, kept = interruptions(n)
    n.intr = kept .. whole(now) .. ';'
    if count + 1 > settings.aside_per_hour then
      journal('alarm.interrupted_too_often', 'contact', c.id, 'navigator', n.id, 'count', count + 1)
      notice('alarm', '', n.id, '0', 'interrupted_too_often', c.id)
    end
  end
  leave_lane(c)
  local freed = match.end_drain(c)
  offer(c, n, better_placed(c, n))
  at_rest(n)
  navigator.file(n)
  if pending and not consulted then match.back_to_waiting(pending, nil) end
  if freed and freed ~= n then match.settle(freed) end
  if consulted then consult.rest(pending, 'rescinded') end
end

-- Navigators on duty who may serve the contact; only the one it is held for when it is held.
local function on_duty_for(c)
  if c.held ~= '' then return {navigator.load(c.held)} end
  local list, channel = {}, tonumber(c.ch)
  for _, profile in ipairs(profiles_of_lane(text_at(kept_key('fits:l:', c.lane)) or '')) do
    local ids, missing = redis.call('ZRANGE', kept_key('duty:', profile), 0, MOST_ON_DUTY - 1), {}
    for _, id in ipairs(ids) do
      if not record_at(navigator.key(id)) then missing[#missing + 1] = navigator.key(id) end
    end
    if #missing > 0 then
      local got = redis.call('MGET', unpack(missing))
      for i = 1, #missing do fetch(missing[i], got[i]) end
    end
    for _, id in ipairs(ids) do
      local n = navigator.load(id)
      if six(n.caps)[channel] > 0 and (n.off ~= '' or n.work ~= '') then list[#list + 1] = n end
    end
  end
  return list
end

-- Makes room for a contact that found nobody, by a rescinded offer where that is enough, the one that stands worst; else at the navigator who
-- was interrupted least in the past hour. Answers whether the contact is offered now.
function match.make_room(c)
  if contact.rank(c) > settings.aside_up_to then return false end
  local all = on_duty_for(c)
  local best, best_pending
  for _, n in ipairs(all) do
    if n.off ~= '' then
      local taken, pending = what_to_set_aside(n, c, 0)
      if taken and (not best or better(contact.place(best_pending), best_pending.seq, contact.place(pending), pending.seq)) then
        best, best_pending = n, pending
      end
    end
  end
  if best then
    set_aside(c, best, {}, best_pending)
    return true
  end
  local order_of = {}
  for i, n in ipairs(all) do
    if n.work ~= '' then order_of[#order_of + 1] = {(interruptions(n)), navigator.units(six(n.cnt)), i, n} end
  end
  table.sort(order_of, function(a, b)
    if a[1] ~= b[1] then return a[1] < b[1] end
    if a[2] ~= b[2] then return a[2] < b[2] end
    return a[3] < b[3]
  end)
  for _, entry in ipairs(order_of) do
    local taken, pending = what_to_set_aside(entry[4], c, settings.aside_channels)
    if taken then
      set_aside(c, entry[4], taken, pending)
      return true
    end
  end
  return false
end

-- The same from the navigator's side: the best waiting contact of those tiers that something of theirs can make room for. Answers whether
-- they are offered one now.
function match.make_room_at(n)
  if S.waiting == 0 or (n.off == '' and n.work == '') or not navigator.on_duty(n) then return false end
  if settings.aside_up_to < 0 then return false end
  local limit, mine = (settings.aside_up_to + 1) * 1e13, (tonumber(n.mine) or 0) > 0
  local first = match.best_lanes()[2]
  local some_wait = first and tonumber(first) < limit
  if not some_wait and not mine then return false end
  local below = '(' .. whole(limit)
  local best, best_score, best_taken, best_pending
  local function consider(set)
    local members = redis.call('ZRANGEBYSCORE', set, '-inf', below, 'WITHSCORES', 'LIMIT', 0, PEEK)
    for i = 1, #members, 2 do
      local c = contact.load(contact.of_member(members[i]))
      local score = tonumber(members[i + 1])
      if best and not better(score, c.seq, best_score, best.seq) then return end
      local taken, pending = what_to_set_aside(n, c, settings.aside_channels)
      if taken then
        best, best_score, best_taken, best_pending = c, score, taken, pending
        return
      end
    end
  end
  if some_wait then
    local heads = redis.call('ZRANGEBYSCORE', key('heads'), '-inf', below, 'LIMIT', 0, MOST_HEADS)
    local bits = text_at(kept_key('fits:p:', n.prof)) or ''
    for _, lane in ipairs(heads) do
      if eligible(bits, tonumber(lane)) then consider(match.lane_key(lane)) end
    end
  end
  if mine then consider(key('own:' .. n.id)) end
  if not best or (#best_taken == 0 and not best_pending) then return false end
  set_aside(best, n, best_taken, best_pending)
  return true
end

-- Takes up what was set aside, the best placed first, as far as there is room again; not while somebody in distress waits for that room.
function match.take_up(n)
  if n.off ~= '' or n.drain ~= '' or n.conn ~= '1' then return end
  local list = {}
  for _, id in ipairs(split(n.work, ',')) do
    if id ~= '' then
      local c = contact.load(id)
      if c.pre == '1' then list[#list + 1] = c end
    end
  end
  table.sort(list, function(a, b) return better(contact.place(a), a.seq, contact.place(b), b.seq) end)
  for _, c in ipairs(list) do
    local counts, channel = six(n.cnt), tonumber(c.ch)
    if counts[channel] < six(n.caps)[channel] and navigator.units(counts) + settings.cost[channel] <= 100 then work.take_up(c, n, 'room') end
  end
end
