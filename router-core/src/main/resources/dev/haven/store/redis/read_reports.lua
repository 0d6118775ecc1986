#!lua flags=no-writes
-- Lists the adverse-event reports that nobody has handed off or dismissed, the earliest due first.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches reports       zset   :reports report, score when its hand-off is due in ms
--         report        hash   :report:<id>
--         contact       string :contact:<id> the report's own contact
-- ARGV    settings      of the calling node
--         state         open or submitted; '' for both
--         until_ms      only those due by then; '' for all
--         most          how many are looked through
-- Reply   {"DONE", [[facts, about, aware_ms, due_ms, state, revision], ...]}
-- Event   none
-- Again: the same. Cost O(most).
local state, until_ms, most = ARGV[2], ARGV[3], tonumber(ARGV[4])

begin()
local rows = {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', key('reports'), '-inf', until_ms == '' and '+inf' or until_ms, 'LIMIT', 0, most)) do
  local got = redis.call('HMGET', owed.report_key(id), 'about', 'aware', 'due', 'state', 'rev')
  if got[1] and (state == '' or state == got[4]) then
    rows[#rows + 1] = {contact.facts(contact.load(id)), got[1], got[2], got[3], got[4], got[5]}
  end
end
return {'DONE', rows}
