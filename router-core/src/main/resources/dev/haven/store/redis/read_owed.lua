#!lua flags=no-writes
-- Reads what is owed to somebody and when it is due, the earliest first; for people who look on.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches deadlines, contact string :contact:<id>
-- ARGV    settings      of the calling node
--         most          how many deadlines are looked through
-- Reply   {"DONE", [[facts, due, what], ...]} due in ms; what is work for a scheduled contact, report for the hand-off of an adverse-event report
-- Event   none
-- Again: the same. Cost O(most).
local most = tonumber(ARGV[2])

begin()
local rows = {}
local next_up = redis.call('ZRANGE', key('deadlines'), 0, most - 1, 'WITHSCORES')
for i = 1, #next_up, 2 do
  local kind, id = string.sub(next_up[i], 1, 2), string.sub(next_up[i], 3)
  if kind == 'c:' or kind == 'o:' then
    local c = contact.load(id)
    if kind == 'o:' then
      rows[#rows + 1] = {contact.facts(c), whole(tonumber(next_up[i + 1])), 'report'}
    elseif c.state == 'scheduled' then
      rows[#rows + 1] = {contact.facts(c), whole(tonumber(next_up[i + 1])), 'work'}
    end
  end
end
return {'DONE', rows}
