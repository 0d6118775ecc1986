-- The reserve: below a floor of free navigators of a language only strict contacts are matched with them.
--
-- `reserve` of the settings is language>floor, plus between. Free is who stands in a ready set. The floor is void for a language while no more
-- than the floor are on duty, and for a navigator who may take somebody whose latest start has passed (`late`): then the best placed is
-- theirs as ever, so that nobody is passed over. Which profiles speak a language stands in `speaks:<language>`, one character each.
local reserve = {}
local MOST_LATE = 64
local MOST_READY = 1024
local floors, floors_text = {}, ''

local function floors_now()
  if settings.reserve ~= floors_text then
    floors = {}
    for language, floor in string.gmatch(settings.reserve, '([^>+]+)>(%d+)') do
      floors[#floors + 1] = {language = language, floor = tonumber(floor)}
    end
    floors_text = settings.reserve
  end
  return floors
end

local function speakers(language)
  local name = key('speaks:' .. language)
  if fetched[name] == nil then fetch(name, redis.call('GET', name)) end
  return fetched[name] or ''
end

-- Whether navigators of that profile speak it.
function match.speaks(profile, language) return eligible(speakers(language), tonumber(profile)) end

local function more_on_duty(bits, than)
  local count = 0
  for _, profile in ipairs(profiles_of_lane(bits)) do
    count = count + redis.call('ZCARD', kept_key('duty:', profile))
    if count > than then return true end
  end
  return false
end

local function more_free(bits, than)
  local count, from, open = 0, 0, true
  local old = 0   -- who stands there still and is not to be found
  for i = 1, any_unfiled and #order or 0 do
    local n = order[i]
    if n._unfiled and n.rk ~= '' and eligible(bits, navigator.ready_set(n.rk).profile) then old = old + 1 end
  end
  while open do
    local sets = redis.call('ZRANGE', key('ready'), from, from + BATCH - 1)
    open = #sets == BATCH
    for _, rk in ipairs(sets) do
      if eligible(bits, tonumber(string.match(rk, '^(%d+)'))) then
        count = count + redis.call('ZCARD', kept_key('ready:', rk))
        if count - old > than then return true end
      end
    end
    from = from + BATCH
  end
  return false
end

-- Whether a navigator of that profile is kept for strict contacts. `counted` is 1 when they stand in a ready set themselves, `fresh` is 1
-- when they have come on duty and are not counted among those yet.
function match.reserved(profile, counted, fresh)
  if settings.reserve == '' then return false end
  for _, f in ipairs(floors_now()) do
    local bits = speakers(f.language)
    if eligible(bits, tonumber(profile)) and more_on_duty(bits, f.floor - fresh) and not more_free(bits, f.floor - 1 + counted) then return true end
  end
  return false
end

-- Whether somebody whose latest start has passed waits whom the navigator could take. Who does not wait any more is forgotten: a node of an earlier
-- build, or one without a reserve then, may have left them there.
function reserve.void_for(n, room_for)
  local bits = text_at(kept_key('fits:p:', n.prof)) or ''
  for _, id in ipairs(redis.call('ZRANGE', key('late'), 0, MOST_LATE - 1)) do
    local c = contact.load(id)
    if c.state ~= 'waiting' then
      redis.call('ZREM', key('late'), id)
    elseif (c.held == n.id or (c.held == '' and eligible(bits, tonumber(c.lane)))) and not contact.excludes(c, n.id)
      and room_for(tonumber(c.ch), contact.rank(c)) and not match.paused(c.lane, contact.rank(c)) then
      return true
    end
  end
  return false
end

-- Whether the contact, the best that waits for this navigator, must leave them to somebody strict.
function match.left_to_strict(c, n, room_for)
  if contact.rank(c) <= 2 or settings.reserve == '' then return false end
  return match.reserved(n.prof, n.rk ~= '' and not n._unfiled and 1 or 0, n.duty ~= '1' and 1 or 0) and not reserve.void_for(n, room_for)
end

-- Notes that a waiting contact's latest start has passed; answers whether that is new.
function match.note_late(c)
  if settings.reserve == '' or c.late ~= '' or contact.rank(c) <= 2 or c.latest == '' or tonumber(c.latest) > now then return false end
  redis.call('ZADD', key('late'), contact.place(c), c.id)
  c.late = '1'
  return true
end

-- When a contact that is not strict and has not aged must be looked at for it.
function contact.late_at(c)
  if settings.reserve == '' or contact.rank(c) <= 2 or c.latest == '' or tonumber(c.latest) <= now then return nil end
  return tonumber(c.latest)
end

-- Whoever is free is offered the best that waits for them, by load and idle time, at most so many; answers how many took something.
function match.try_everybody()
  local list, from, open, taken = {}, 0, true, 0
  while open and #list < MOST_READY do
    local sets = redis.call('ZRANGE', key('ready'), from, from + BATCH - 1)
    open = #sets == BATCH
    for _, rk in ipairs(sets) do
      local members = redis.call('ZRANGE', kept_key('ready:', rk), 0, MOST_READY - 1, 'WITHSCORES')
      for i = 1, #members, 2 do list[#list + 1] = {members[i], tonumber(members[i + 1])} end
    end
    from = from + BATCH
  end
  table.sort(list, function(a, b) return better(a[2], a[1], b[2], b[1]) end)
  for _, entry in ipairs(list) do
    local n = navigator.load(entry[1])
    if n.rk ~= '' and not n._unfiled and match.navigator(n) then
      navigator.file(n)
      taken = taken + 1
    end
  end
  return taken
end

-- Something may have ended a reserve: whoever is free tries again.
function match.unreserve()
  if settings.reserve ~= '' and S.waiting > 0 then match.try_everybody() end
end
