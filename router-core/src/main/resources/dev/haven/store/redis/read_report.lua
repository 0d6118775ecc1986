#!lua flags=no-writes
-- Reads an adverse-event report.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches report        hash   :report:<id>
--         report-words  string :report-words:<id>
-- ARGV    settings      of the calling node
--         id
-- Reply   {"FOUND", about, aware_ms, due_ms, state, revision, reference, words} | {"MISSING"}
-- Event   none
-- Again: the same. Cost O(1).
local id = ARGV[2]

local got = redis.call('HMGET', owed.report_key(id), 'about', 'aware', 'due', 'state', 'rev', 'ref')
if not got[1] then return {'MISSING'} end
return {'FOUND', got[1], got[2], got[3], got[4], got[5], got[6] or '', redis.call('GET', key('report-words:' .. id)) or ''}
