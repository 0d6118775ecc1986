#!lua flags=allow-oom
-- A person answers for a contact in distress that nobody has taken yet: its ladder pauses.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches contact       string :contact:<id>, deadlines
-- ARGV    settings      of the calling node
--         id actor      actor is a digest or id of who answers
-- Reply   {"DONE", rung, notices} rung is how many were climbed | {"NONE", []} it is on no ladder: taken, closed or not that urgent | {"MISSING", []}
-- Event   escalation.acknowledged
-- Again: the pause begins anew. Cost O(log n).
local id, actor = ARGV[2], ARGV[3]

begin(key_of('contact:', id))
local c = contact.load(id)
if c.state == '' then return refuse('MISSING') end
if c.climb == '' then return refuse('NONE') end
contact.pause_ladder(c)
journal('escalation.acknowledged', 'contact', id, 'rung', tonumber(c.rung), 'actor', actor)
contact.note(c)
return finish('DONE', c.rung)
