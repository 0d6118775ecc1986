#!lua
-- Keeps what a person wrote into an adverse-event report.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches report        hash   :report:<id>
--         report-words  string :report-words:<id> sealed
-- ARGV    settings      of the calling node
--         id
--         revision      what the writer had read; another one means that somebody wrote meanwhile
--         actor         digest or id of who writes
--         complete      1 when all four criteria are there
--         words         sealed
-- Reply   {"DONE", revision, notices} | {"STALE", revision, []} | {"ENDED", state, []} it was submitted or dismissed | {"MISSING", []}
-- Event   report.filled
-- Again: STALE. Cost O(1).
local id, revision, actor, complete, words = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]

begin(key_of('contact:', id))
local c = contact.load(id)
local state = owed.state(id)
if c.state == '' or state == '' then return refuse('MISSING') end
if state ~= 'open' then return refuse('ENDED', state) end
local known = redis.call('HGET', owed.report_key(id), 'rev')
if known ~= revision then return refuse('STALE', known) end
local revised = whole(tonumber(known) + 1)
redis.call('HSET', owed.report_key(id), 'rev', revised)
redis.call('SET', key('report-words:' .. id), words)
journal('report.filled', 'contact', id, 'actor', actor, 'revision', tonumber(revised), 'complete', tonumber(complete))
contact.note(c)
return finish('DONE', revised)
