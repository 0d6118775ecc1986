-- A navigator: what they do, what they carry, and the one ready set they stand in.
--
-- prof  number of their profile           caps  capacity by channel, six numbers      act   activity      next  activity that waits
-- conn  1 while their desktop is there    node  that holds the desktop's socket       ep    session epoch lost  since, ms
-- off   pending offer                     cnt   contacts by channel: pending, live and wrapping             pk    parked, by channel
-- work  engaged, parked and wrapping contacts, comma after each                       idle  last time work ended, ms
-- ramp  login, ms; 0 when past            seq   of frames     drain contact they drain for                   dt    its tier
-- rk    ready set they stand in           rs    their score there                     mine  contacts held for them   duty 1 while on duty
-- pre   how many of their parked contacts were set aside for somebody more urgent                            intr  ms; of each interruption in the past hour
-- miss  offers in a row that they let pass            cons  contacts they are consulted on, comma after each
-- stand who serves those whose designated navigator they are while they are not on duty
--@ record navigator prof off cnt pk work idle seq rk rs _unsettled _unfiled | | caps act next conn node ep lost ramp drain dt mine duty pre intr miss cons stand
local AVAILABLE = 'available'
local navigator = {}

function navigator.key(id) return key_of('navigator:', id) end

-- `record_key` is its key where the caller has that already.
function navigator.load(id, record_key) return record(record_key or navigator.key(id), unpacked_navigator, id) end

function navigator.exists(n) return n.prof ~= '' end

local NOTHING = {[0] = 0, 0, 0, 0, 0, 0}
local sixes, kept_sixes = {}, 0

-- Six numbers by channel, to be read only: the few combinations that there are at a time are kept.
local function kept_six(text)
  local kept = sixes[text]
  if kept then return kept end
  local a, b, c, d, e, f = string.match(text, '^(%d+),(%d+),(%d+),(%d+),(%d+),(%d+)$')
  if not a then return NOTHING end
  kept = {[0] = tonumber(a), tonumber(b), tonumber(c), tonumber(d), tonumber(e), tonumber(f)}
  if kept_sixes >= MOST_KEPT then sixes, kept_sixes = {}, 0 end
  sixes[text], kept_sixes = kept, kept_sixes + 1
  return kept
end

-- The same, to be changed.
local function six(text)
  local v = kept_six(text)
  return {[0] = v[0], v[1], v[2], v[3], v[4], v[5]}
end

-- Counts by channel with one more or one fewer. What was changed before is kept, by channel and what it was; those taken away behind those
-- added.
do
  local counted, kept_counted = nil, MOST_KEPT

  function navigator.counted(before, channel, by)
    if kept_counted >= MOST_KEPT then
      counted, kept_counted = {}, 0
      for i = 0, 11 do counted[i] = {} end
    end
    local known_ones = counted[by > 0 and channel or channel + 6]
    local text = known_ones[before]
    if not text then
      local v, parts = kept_six(before), {}
      for at = 0, 5 do parts[at + 1] = whole(at == channel and math.max(0, v[at] + by) or v[at]) end
      text = table.concat(parts, ',')
      known_ones[before], kept_counted = text, kept_counted + 1
    end
    return text
  end

  function navigator.count(n, field, channel, by) n[field] = navigator.counted(n[field], channel, by) end
end

function navigator.units(counts)
  local units = 0
  for channel = 0, 5 do units = units + counts[channel] * settings.cost[channel] end
  return units
end

function navigator.next_seq(n)
  n.seq = whole((tonumber(n.seq) or 0) + 1)
  return n.seq
end

-- On duty: the desktop is there, the activity is available, and no other activity waits.
function navigator.on_duty(n) return n.conn == '1' and n.act == AVAILABLE and n.next == '' end

-- Which channels have room: for any contact, and for strict ones (which neither the ramp nor parked work holds back). Third, the units taken.
-- The few answers that there are for whole navigators are kept while the settings last.
do
  local rooms, kept_rooms, rooms_for = {}, 0, nil

  local function counted_room(n)
    local caps, counts, parked = kept_six(n.caps), kept_six(n.cnt), kept_six(n.pk)
    local units, parked_units = navigator.units(counts), navigator.units(parked)
    local limit = 1000
    if n.ramp ~= '' and n.ramp ~= '0' then limit = 1 + math.floor((now - tonumber(n.ramp)) / settings.ramp_step) end
    local normal, strict, bit = 0, 0, 1
    for channel = 0, 5 do
      local cost = settings.cost[channel]
      if counts[channel] < caps[channel] and units + cost <= 100 then
        strict = strict + bit
        if counts[channel] + parked[channel] < math.min(caps[channel], limit) and units + parked_units + cost <= 100 then
          normal = normal + bit
        end
      end
      bit = bit * 2
    end
    return normal, strict, units
  end

  -- The kept answer for the navigator's counts: the three numbers, then names of ready sets with that room, by profile; nil on the ramp.
  local function kept_room(n)
    if n.ramp ~= '' and n.ramp ~= '0' then return nil end
    if rooms_for ~= settings or kept_rooms >= MOST_KEPT then rooms, kept_rooms, rooms_for = {}, 0, settings end
    local by_caps = rooms[n.caps]
    if not by_caps then
      by_caps = {}
      rooms[n.caps] = by_caps
    end
    local by_parked = by_caps[n.pk]
    if not by_parked then
      by_parked = {}
      by_caps[n.pk] = by_parked
    end
    local kept = by_parked[n.cnt]
    if not kept then
      local normal, strict, units = counted_room(n)
      kept = {normal, strict, units, {}}
      by_parked[n.cnt], kept_rooms = kept, kept_rooms + 1
    end
    return kept
  end

  function navigator.room(n)
    local kept = kept_room(n)
    if kept then return kept[1], kept[2], kept[3] end
    return counted_room(n)
  end

  local function name_of(n, normal, strict, ceiling)
    return n.prof .. ':' .. digits[normal] .. ':' .. digits[strict] .. ':' .. digits[ceiling]
  end

  -- The ready set that the navigator's room asks for, '' for none, and the units taken.
  function navigator.set_for(n)
    local kept = kept_room(n)
    if n.drain ~= '' or not kept then
      local normal, strict, units = navigator.room(n)
      if strict == 0 then return '', units end
      return name_of(n, normal, strict, n.drain ~= '' and tonumber(n.dt) or 4), units
    end
    if kept[2] == 0 then return '', kept[3] end
    local name = kept[4][n.prof]
    if not name then
      name = name_of(n, kept[1], kept[2], 4)
      kept[4][n.prof], kept_rooms = name, kept_rooms + 1
    end
    return name, kept[3]
  end
end

local BITS = {[0] = 1, 2, 4, 8, 16, 32, 64}

function navigator.has_bit(mask, channel)
  local bit = BITS[channel]
  return mask % (bit + bit) >= bit
end

-- What the name of a ready set says: profile, rooms of both kinds, the ceiling of a drain.
do
  local ready_sets, kept_sets = {}, 0

  function navigator.ready_set(rk)
    local set = ready_sets[rk]
    if set then return set end
    local profile, normal, strict, ceiling = string.match(rk, '^(%d+):(%d+):(%d+):(%d+)$')
    set = {profile = tonumber(profile), normal = tonumber(normal), strict = tonumber(strict), ceiling = tonumber(ceiling)}
    if kept_sets >= MOST_KEPT then ready_sets, kept_sets = {}, 0 end
    ready_sets[rk], kept_sets = set, kept_sets + 1
    return set
  end
end

-- Moves a navigator from one ready set to another, '' for none, or within one. Answers the new score.
function navigator.refile(id, set, score, new_set, new_score)
  if new_set == set and new_score == score then return score end
  if new_set ~= '' and new_set == set and (#new_score > #score or (#new_score == #score and new_score >= score)) then
    headed.move_back(kept_key('ready:', new_set), id, new_score)
  else
    if set ~= '' then headed.remove_late(kept_key('ready:', set), id) end
    if new_set ~= '' then headed.add_late(kept_key('ready:', new_set), key('ready'), new_set, id, new_score) end
  end
  return new_score
end

-- Takes the navigator out of their ready set until they are filed again.
function navigator.unfile(n)
  n.rs = navigator.refile(n.id, n.rk, n.rs, '', '')
  n.rk = ''
end

-- Puts the navigator into the ready set that their room asks for, or into none; keeps the count of who is on duty.
function navigator.file(n)
  n._unfiled = false
  local on_duty = navigator.on_duty(n)
  if on_duty ~= (n.duty == '1') then
    n.duty = on_duty and '1' or ''
    if on_duty then
      redis.call('ZADD', kept_key('duty:', n.prof), 0, n.id)
    else
      redis.call('ZREM', kept_key('duty:', n.prof), n.id)
    end
  end
  local rk, rs = '', ''
  if on_duty and n.off == '' then
    local name, units = navigator.set_for(n)
    if name ~= '' then rk, rs = name, whole(units * 1e13 + tonumber(n.idle)) end
  end
  n.rs = navigator.refile(n.id, n.rk, n.rs, rk, rs)
  n.rk = rk
end

-- Whether the navigator, as filed, has room for that channel and tier now.
function navigator.fits(n, channel, rank)
  if n.rk == '' or n._unfiled then return false end
  local set = navigator.ready_set(n.rk)
  return rank <= set.ceiling and navigator.has_bit(rank <= 2 and set.strict or set.normal, channel)
end

function navigator.add_work(n, contact_id) n.work = n.work .. contact_id .. ',' end

-- A list of contacts without one of them.
function navigator.without(list, contact_id)
  if list == contact_id .. ',' then return '' end
  local kept = {}
  for _, id in ipairs(split(list, ',')) do
    if id ~= '' and id ~= contact_id then kept[#kept + 1] = id .. ',' end
  end
  return table.concat(kept)
end

-- Takes a contact out of one of the navigator's lists.
function navigator.drop(n, field, contact_id) n[field] = navigator.without(n[field], contact_id) end

-- Whether anything is offered to them or under way with them.
function navigator.busy(n) return n.off ~= '' or n.work ~= '' or n.cons ~= '' end

-- When nothing is under way any more, the activity that waited begins.
function navigator.begin_next(n)
  if n.next ~= '' and not navigator.busy(n) then
    n.act, n.next = n.next, ''
    journal('activity.changed', 'navigator', n.id, 'activity', n.act)
    notice('activity', n.node, n.id, navigator.next_seq(n), n.act, '')
  end
end
