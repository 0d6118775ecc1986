#!lua
-- Begins an adverse-event report: its clock runs from the first awareness.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches contact       string :contact:<id> the report's own contact
--         report        hash   :report:<id>
--         deadlines     zset   :deadlines member o:<id>, when the hand-off is due
--         reports       zset   :reports
-- ARGV    settings      of the calling node
--         id about      the report's contact, and the contact it tells of
--         aware_ms due_ms
-- Reply   {"OPEN", notices} | {"KNOWN", []} | {"MISSING", []}
-- Event   report.opened
-- Again: KNOWN. Cost O(log n).
local id, about, aware, due_at = ARGV[2], ARGV[3], ARGV[4], ARGV[5]

begin(key_of('contact:', id))
local c = contact.load(id)
if c.state == '' then return refuse('MISSING') end
if redis.call('EXISTS', owed.report_key(id)) == 1 then return finish('KNOWN') end
redis.call('HSET', owed.report_key(id), 'about', about, 'aware', aware, 'due', due_at, 'state', 'open', 'rev', '0')
redis.call('ZADD', key('deadlines'), due_at, 'o:' .. id)
redis.call('ZADD', key('reports'), due_at, id)
journal('report.opened', 'contact', id, 'about', about, 'aware', tonumber(aware), 'due', tonumber(due_at))
contact.note(c)
return finish('OPEN')
