#!lua
-- A person, or whoever answers at an address, agrees to be reached for a purpose, or takes that back; then nothing scheduled reaches them.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches consent       hash   :consent:<subject>
--         owed-of       zset   :owed-of:<subject> and the contacts in it, with their navigators and lanes
-- ARGV    settings      of the calling node
--         subject       a person, or @<digest> of an address
--         purpose       a code; * for all
--         granted       1 or 0
--         at_ms         when they said so; '' for now, which takes back all that is on record, whatever time it bears
--         source        a code: what they said it by
-- Reply   {"DONE", stopped, notices} how many contacts were closed or left to their navigator | {"SAME", []} it was so already, or something newer is known
-- Event   consent.given | consent.withdrawn; outreach.stopped, contact.closed for what was scheduled
-- Again: SAME. Cost O(contacts owed to them · log n).
local subject, purpose, granted, at, source = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]

begin()
local known = redis.call('HGET', key('consent:' .. subject), purpose)
local given = 0
if at == '' then
  local marks = granted == '1' and {} or redis.call('HGETALL', key('consent:' .. subject))
  for i = 1, #marks, 2 do
    local of_it = purpose == '*' or marks[i] == purpose
    if of_it and string.sub(marks[i + 1], 1, 1) == 'g' then given = math.max(given, tonumber(string.sub(marks[i + 1], 2))) end
  end
  at = whole(math.max(now, given))
end
local mark = (granted == '1' and 'g' or 'w') .. at
local same_word = known and granted ~= '1' and string.sub(known, 1, 1) == 'w' and tonumber(string.sub(known, 2)) >= given
if known == mark or same_word or (known and tonumber(string.sub(known, 2)) > tonumber(at)) then return finish('SAME') end
redis.call('HSET', key('consent:' .. subject), purpose, mark)
journal(granted == '1' and 'consent.given' or 'consent.withdrawn', 'person', subject, 'purpose', purpose, 'since', tonumber(at), 'source', source)
local stopped = 0
if granted ~= '1' then
  for _, id in ipairs(redis.call('ZRANGE', key('owed-of:' .. subject), 0, -1)) do
    local c = contact.load(id)
    local rests_on = redis.call('HGET', owed.cadence_key(id), 'purpose')
    if c.state ~= '' and c.kind == 'outreach' and (purpose == '*' or rests_on == purpose) then
      owed.stop(c, 'consent_withdrawn')
      stopped = stopped + 1
    end
  end
end
return finish('DONE', whole(stopped))
