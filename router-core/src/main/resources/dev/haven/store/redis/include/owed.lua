-- Work that is owed to somebody. An adverse-event report is a contact of that kind with, beside it:
--   report:<id>        hash    about the contact it tells of, aware when the centre first knew, ms, due for the hand-off, ms, state open,
--                              submitted, handed or dismissed, rev how often it was filled in, late how often its time was found over,
--                              ref what the receiver calls it, erase 1 when its words go once it is handed off
--   report-words:<id>  string  sealed, the four criteria
-- Its work and its hand-off end apart: the deadline o:<id> stays until a receiver has acknowledged it.
local owed = {}

-- The centre became aware of a possible adverse event: from now on a report is owed. The row of the outbox places it. Answers whether it is
-- news.
function owed.aware(c)
  if c.ae == '1' then return false end
  c.ae = '1'
  if settings.report > 0 and c.kind ~= 'adverse_event_report' then work.command(c.id .. '.report', 'report', c, whole(now)) end
  return true
end

function owed.report_key(id) return key('report:' .. id) end

function owed.state(id) return redis.call('HGET', owed.report_key(id), 'state') or '' end

function owed.is_open(id)
  local state = owed.state(id)
  return state == '' or state == 'open'
end

-- Whether a report's work is not done: it may not be closed then.
function work.unreported(c)
  return c.kind == 'adverse_event_report' and owed.is_open(c.id)
end

-- What is owed is done, or given up by a person: work that nobody is at is closed; whoever is at it ends it themselves.
function owed.over(c, disposition)
  if c.state == 'scheduled' then
    work.close(c, disposition)
  elseif c.state == 'waiting' then
    match.withdraw(c)
    work.close(c, disposition)
  elseif c.state == 'offered' then
    local freed, n = parallel.end_others(c, 'canceled'), navigator.load(c.nav)
    work.end_offer(c, n, 'canceled')
    work.close(c, disposition)
    c.nav = ''
    parallel.settle(freed, n)
  end
end

function owed.settle_report(id, state)
  redis.call('HSET', owed.report_key(id), 'state', state)
  if state == 'handed' or state == 'dismissed' then
    redis.call('ZREM', key('deadlines'), 'o:' .. id)
    redis.call('ZREM', key('reports'), id)
  end
end

-- Whom it tells of was erased. What is owed by law is handed off all the same, with what it needs; nothing of it stays after that.
function owed.erase_report(c)
  if owed.keeps(c) then
    redis.call('HSET', owed.report_key(c.id), 'erase', '1')
  else
    redis.call('DEL', key('report-words:' .. c.id))
  end
end

-- The receiver has it.
function owed.handed(c, reference)
  if reference ~= '' then redis.call('HSET', owed.report_key(c.id), 'ref', reference) end
  owed.settle_report(c.id, 'handed')
  if redis.call('HGET', owed.report_key(c.id), 'erase') == '1' then redis.call('DEL', key('report-words:' .. c.id)) end
  journal('report.handed', 'contact', c.id, 'reference', reference)
  contact.note(c)
end

-- The time for the hand-off is over: an alarm and a command that tells outside, again and again until it is acknowledged.
function owed.late(c)
  local got = redis.call('HMGET', owed.report_key(c.id), 'state', 'due', 'late')
  local state, times = got[1], (tonumber(got[3]) or 0) + 1
  if c.state == '' or (state ~= 'open' and state ~= 'submitted') then
    redis.call('ZREM', key('deadlines'), 'o:' .. c.id)
    return
  end
  redis.call('HSET', owed.report_key(c.id), 'late', times)
  journal('report.late', 'contact', c.id, 'due', tonumber(got[2]), 'state', state)
  if times == 1 then contact.note(c) end
  notice('alarm', '', c.nav, '0', 'report_late', c.id)
  work.command(c.id .. '.late.' .. whole(times), 'report_late', c, state)
  redis.call('ZADD', key('deadlines'), now + settings.report_again, 'o:' .. c.id)
  if c.state == 'scheduled' then match.wake(c) end
end

-- A report stays on record until it is handed off, however long ago its work was closed.
function owed.keeps(c)
  if c.kind ~= 'adverse_event_report' then return false end
  local state = owed.state(c.id)
  return state == 'open' or state == 'submitted'
end
