-- What a navigator is doing, and what becomes of their work when their desktop is gone.
local presence = {}

function presence.set_activity(n, activity)
  if activity == n.act and n.next == '' then return end
  local was_on_duty = n.duty == '1'
  if activity ~= AVAILABLE and navigator.busy(n) then
    if activity == n.next then return end
    n.next = activity
    journal('activity.next', 'navigator', n.id, 'activity', activity)
  else
    local fresh = n.act ~= AVAILABLE
    n.act, n.next = activity, ''
    if activity == AVAILABLE and fresh then
      n.ramp, n.idle = settings.ramp == 1 and whole(now) or '0', whole(now)
      if settings.ramp == 1 then redis.call('ZADD', key('deadlines'), now + settings.ramp_step, 'r:' .. n.id) end
    end
    journal('activity.changed', 'navigator', n.id, 'activity', activity, 'ramp', tonumber(n.ramp))
  end
  notice('activity', n.node, n.id, navigator.next_seq(n), n.act, n.next)
  match.settle(n)
  if was_on_duty and n.duty ~= '1' then match.off_duty(n) end
end

-- An offer passed although the desktop was there. After so many in a row the navigator goes out of service, unless a person has chosen
-- another activity for them already; they come back by choosing to.
function presence.missed(n)
  n.miss = whole((tonumber(n.miss) or 0) + 1)
  if settings.missed_limit > 0 and tonumber(n.miss) >= settings.missed_limit and n.act == AVAILABLE and n.next == '' then
    n.miss = ''
    presence.set_activity(n, 'missed')
  else
    match.settle(n)
  end
end

-- The next step of the ramp: room grows until it no longer holds anything back.
function presence.climb_ramp(n)
  if n.ramp == '' or n.ramp == '0' then return end
  local caps, most = six(n.caps), 0
  for channel = 0, 5 do most = math.max(most, caps[channel]) end
  local limit = 1 + math.floor((now - tonumber(n.ramp)) / settings.ramp_step)
  if limit >= most then
    n.ramp = '0'
  else
    redis.call('ZADD', key('deadlines'), tonumber(n.ramp) + limit * settings.ramp_step, 'r:' .. n.id)
  end
  journal('ramp.climbed', 'navigator', n.id, 'limit', limit, 'ramp', tonumber(n.ramp))
  match.settle(n)
end

local function return_offer(n)
  if n.off == '' then return end
  local c = contact.load(string.match(n.off, '^[^.]*'))
  if consult.is(c, n.off) then
    work.end_consult(c, 'lost')
    consult.rest(c, 'lost')
    return
  end
  if work.end_one(c, n, 'lost') then return end
  match.back_to_waiting(c, nil)
  contact.note(c)
end

function presence.lose(n, at_once)
  n.conn, n.lost = '0', whole(now)
  redis.call('ZREM', key('node:' .. n.node), n.id)
  journal('session.lost', 'navigator', n.id, 'session', n.ep, 'node', n.node)
  navigator.file(n)
  if at_once then return_offer(n) end
  match.off_duty(n)
  if navigator.busy(n) then
    redis.call('ZADD', key('deadlines'), now + settings.lost_offer, 'n:' .. n.id)
  else
    redis.call('ZADD', key('deadlines'), now + settings.lost_work, 'n:' .. n.id)
  end
end

-- The grace of a lost desktop is over: first pending offers return, later engagements and the activity ends. A call with a live line
-- ends by media events only: it stays, with an alarm.
function presence.give_up(n)
  if n.conn == '1' or n.lost == '' then return end
  return_offer(n)
  local over = tonumber(n.lost) + settings.lost_work
  if now < over then
    redis.call('ZADD', key('deadlines'), over, 'n:' .. n.id)
    return
  end
  -- The better placed first: whoever is free takes the first that comes back.
  local carried = {}
  for _, id in ipairs(split(n.work, ',')) do
    if id ~= '' then carried[#carried + 1] = contact.load(id) end
  end
  table.sort(carried, function(a, b)
    local place_a, place_b = contact.place(a), contact.place(b)
    return place_a < place_b or (place_a == place_b and contact.member(a) < contact.member(b))
  end)
  for _, c in ipairs(carried) do
    if c.state == 'engaged' and c.live == '1' then
      journal('alarm.desktop_lost', 'contact', c.id, 'navigator', n.id)
      contact.note(c)
      notice('alarm', '', n.id, '0', 'desktop_lost', c.id)
    elseif c.state == 'engaged' and consult.can_take_over(c) then
      consult.take_over(c, n, 'desktop_lost')
    elseif c.state == 'engaged' then
      work.give_back(c, n, 'desktop_lost', false)
    end
  end
  for _, id in ipairs(split(n.cons, ',')) do
    if id ~= '' then
      local c = contact.load(id)
      if c.live == '1' then
        journal('alarm.desktop_lost', 'contact', c.id, 'navigator', n.id)
        contact.note(c)
        notice('alarm', '', n.id, '0', 'desktop_lost', c.id)
      else
        work.end_consult(c, 'desktop_lost')
        consult.rest(c, 'desktop_lost')
      end
    end
  end
  if n.act ~= 'unavailable' or n.next ~= '' then
    n.act, n.next = 'unavailable', ''
    journal('activity.changed', 'navigator', n.id, 'activity', n.act)
  end
  n.lost = ''
  navigator.file(n)
end
