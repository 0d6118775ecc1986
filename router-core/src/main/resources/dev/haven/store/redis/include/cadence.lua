-- When a person is reached, and how often: outreach, follow-ups and callbacks. Beside such a contact:
--   cadence:<id>       hash    purpose of the consent it rests on, '' for none; subjects whom it reaches, comma between: the person, then their
--                              addresses as @<digest>; most attempts, 0 for no end; gap between them, ms; voicemail 1 when one left ends it;
--                              lanes channel/lane/steps|... in the order of attempts; windows from:to;... when it may be begun, ms, '' for
--                              always; made attempts that reached nobody
--   consent:<subject>  hash    purpose to g<ms> given or w<ms> withdrawn; * for all purposes
--   owed-of:<subject>  zset    contacts with a cadence that are not closed, by arrival sequence
-- A callback without one of these is tried again after the setting `callback_again`, without an end. Strict contacts wait for no window.
local CADENCE = {'purpose', 'subjects', 'most', 'gap', 'voicemail', 'lanes', 'windows'}
local NOBODY_REACHED = {no_answer = true, voicemail = true, busy = true}
local STRICT_GAP = 300000

function owed.cadence_key(id) return key('cadence:' .. id) end

local function moment_of(mark, kind)
  return mark and string.sub(mark, 1, 1) == kind and tonumber(string.sub(mark, 2)) or nil
end

-- Whether everybody it reaches agrees: the person gave consent for the purpose and did not withdraw it since, and no address has opted out.
local function agreed(purpose, subjects)
  for _, subject in ipairs(split(subjects, ',')) do
    if subject ~= '' then
      local got = redis.call('HMGET', key('consent:' .. subject), purpose, '*')
      local withdrawn = moment_of(got[2], 'w')
      if string.sub(subject, 1, 1) == '@' or purpose == '' then
        if withdrawn then return false end
      else
        local given = moment_of(got[1], 'g')
        if not given or (withdrawn and withdrawn >= given) then return false end
      end
    end
  end
  return true
end

-- Whether a cadence, as the node that places it writes it, may begin.
function owed.may_reach(text)
  local parts = split(text, '\n')
  return agreed(parts[1], parts[2])
end

function owed.keep_cadence(c, text)
  local parts, fields = split(text, '\n'), {}
  for i = 1, #CADENCE do
    fields[#fields + 1] = CADENCE[i]
    fields[#fields + 1] = parts[i] or ''
  end
  redis.call('HSET', owed.cadence_key(c.id), unpack(fields))
  for _, subject in ipairs(split(parts[2], ',')) do
    if subject ~= '' then redis.call('ZADD', key('owed-of:' .. subject), tonumber(c.seq), c.id) end
  end
end

function work.forget_cadence(c)
  local subjects = redis.call('HGET', owed.cadence_key(c.id), 'subjects')
  for _, subject in ipairs(split(subjects or '', ',')) do
    if subject ~= '' then redis.call('ZREM', key('owed-of:' .. subject), c.id) end
  end
  redis.call('DEL', owed.cadence_key(c.id))
end

-- The first moment from `at` on that lies in a window, and when that window ends; nil when no window is left. Without windows: at once.
local function opening(windows, at)
  if not windows or windows == '' then return at, nil end
  for _, span in ipairs(split(windows, ';')) do
    local from, to = string.match(span, '^(%d+):(%d+)$')
    if to and tonumber(to) > at then return math.max(at, tonumber(from)), tonumber(to) end
  end
  return nil, nil
end

local function schedule(c, at)
  contact.leave_ladder(c)
  c.state, c.due = 'scheduled', whole(at)
  contact.deadline(c, at)
end

-- The window that a waiting contact stands in ends; nil for none.
function contact.window_ends(c)
  if contact.strict(c) then return nil end
  local _, ends = opening(redis.call('HGET', owed.cadence_key(c.id), 'windows'), now)
  return ends
end

-- What was promised for now and may not be begun now: no window is open, or the consent is gone. Answers whether it was settled here.
function owed.put_off(c)
  if contact.strict(c) then return false end
  local got = redis.call('HMGET', owed.cadence_key(c.id), 'purpose', 'subjects', 'windows')
  if not got[1] then return false end
  local at = opening(got[3], now)
  if not agreed(got[1], got[2]) or not at then
    owed.stop(c, at and 'consent_withdrawn' or 'unreached')
    return true
  end
  if at <= now then return false end
  if c.state == 'waiting' then match.withdraw(c) end
  schedule(c, at)
  journal('contact.deferred', 'contact', c.id, 'due', at)
  contact.note(c)
  return true
end

-- Outreach that comes back from a navigator may find the person's hours over, or their consent gone. Answers whether it was settled here.
function match.hours_over(c) return (c.kind == 'outreach' or c.kind == 'follow_up') and owed.put_off(c) end

-- It is not reached any more; whoever is talking to them ends that themselves.
function owed.stop(c, reason)
  journal('outreach.stopped', 'contact', c.id, 'reason', reason)
  contact.note(c)
  owed.over(c, reason)
end

-- Nobody was reached: the next attempt is scheduled, on the next channel of its order, with the contact's place. Answers whether there is
-- one. A callback has no end; an alarm tells each time its attempts are used up.
function work.again(c, n, disposition)
  if not NOBODY_REACHED[disposition] then return false end
  local got = redis.call('HMGET', owed.cadence_key(c.id), 'most', 'gap', 'voicemail', 'lanes', 'windows', 'made')
  local made, most, gap = (tonumber(got[6]) or 0) + 1, tonumber(got[1]) or settings.callback_most, tonumber(got[2]) or settings.callback_again
  if disposition == 'voicemail' and got[3] == '1' then return false end
  local lasting = c.kind == 'callback' or contact.strict(c)
  if most > 0 and made >= most and not lasting then return false end
  if contact.strict(c) then gap = math.min(gap, STRICT_GAP) end
  local at = opening(not contact.strict(c) and got[5] or '', now + gap)
  if not at then
    if not lasting then return false end
    at = now + gap
  end
  local id = contact.offer_id(c)
  work.release(c, n)
  journal('engagement.completed', 'offer', id, 'contact', c.id, 'navigator', n.id, 'disposition', disposition)
  if lasting and most > 0 and made % most == 0 then notice('alarm', '', '', '0', 'callback_unreached', c.id) end
  redis.call('HSET', owed.cadence_key(c.id), 'made', made)
  local lanes = split(got[4] or '', '|')
  if #lanes > 0 then
    local channel, lane, steps = string.match(lanes[made % #lanes + 1], '^(%d+)/(%d+)/(.*)$')
    if channel then c.ch, c.lane, c.steps, c.step = channel, lane, steps, '' end
  end
  c.nav, c.oexp, c.oep, c.est, c.eat, c.live = '', '', '', '', '', ''
  schedule(c, at)
  journal('contact.rescheduled', 'contact', c.id, 'due', at, 'attempt', made, 'reason', disposition, 'channel', tonumber(c.ch), 'lane', tonumber(c.lane))
  contact.note(c)
  notice('engagement_ended', n.node, n.id, navigator.next_seq(n), id, c.id, disposition)
  work.end_group(c)
  match.settle(n)
  return true
end
