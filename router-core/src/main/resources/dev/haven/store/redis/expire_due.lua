#!lua flags=allow-oom
-- Works off what is due.
-- That is: offers that nobody answered, wrap-ups, holds, steps, ageing, lost desktops, ramps, records past their retention; then, once a
-- second, the sweep that matches anything left.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches deadlines     zset   :deadlines member c:<contact>, e:<contact> for its ladder, o:<contact> for its hand-off, x:<contact> for a number outside, n:<navigator> or r:<navigator>, score when due in ms
--         kept          zset   :kept, closed contacts by when they are removed
--         everything that the transitions named above touch
-- ARGV    settings      of the calling node
--         most          items to work off at most
--         sweep_ms      how often to sweep
-- Reply   {"DONE", worked, left, repaired, lag_ms, next_ms, last_line, notices} left is 1 when more is due; next_ms is when something that is not the
--         removal of a closed contact falls due, from now, '' for nothing; last_line is the journal's
-- Event   those of the transitions; gap.seen when deadlines were not polled for over 2 s
-- Again: what is done is done, the rest goes on. Cost O(most · log n).
local most, sweep_ms = tonumber(ARGV[2]), tonumber(ARGV[3])

begin()
-- After a gap of over 2 s, deadlines of presence, offers and wrap-up that lie inside it move by it.
if S.polled > 0 and now - S.polled > 2000 then
  S.gap_from, S.gap_to = S.polled, now
  journal('gap.seen', 'from', S.polled, 'to', now)
end
S.polled = now
local items = redis.call('ZRANGEBYSCORE', key('deadlines'), '-inf', now, 'WITHSCORES', 'LIMIT', 0, most)
local lag = items[2] and now - tonumber(items[2]) or 0
-- An item before it may have given this one another deadline: a contact that was offered a moment ago is not at the end of that offer.
for i = 1, #items, 2 do
  if i == 1 or redis.call('ZSCORE', key('deadlines'), items[i]) == items[i + 1] then due.item(items[i], tonumber(items[i + 1])) end
end
local worked = #items / 2
if worked < most then
  local kept = redis.call('ZRANGEBYSCORE', key('kept'), '-inf', now, 'LIMIT', 0, most - worked)
  for _, id in ipairs(kept) do due.kept(id) end
  worked = worked + #kept
end
local repaired = 0
if now - S.swept >= sweep_ms then
  S.swept = now
  repaired = due.sweep()
end
local first = redis.call('ZRANGE', key('deadlines'), 0, 0, 'WITHSCORES')
local next_due = first[2] and whole(math.max(0, tonumber(first[2]) - now)) or ''
return finish('DONE', whole(worked), worked == most and '1' or '0', whole(repaired), whole(lag), next_due, whole(S.n))
