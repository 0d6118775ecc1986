#!lua
-- A person sees an adverse event in a contact, closed or not: a report is owed from now on.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches contact       string :contact:<id>
--         command       hash   :command:<id>.report
-- ARGV    settings      of the calling node
--         id actor      actor is a digest or id of who sees it
-- Reply   {"DONE", notices} | {"SAME", []} it was flagged already | {"MISSING", []}
-- Event   adverse_event.flagged
-- Again: SAME. Cost O(log n).
local id, actor = ARGV[2], ARGV[3]

begin(key_of('contact:', id))
local c = contact.load(id)
if c.state == '' then return refuse('MISSING') end
if not owed.aware(c) then return finish('SAME') end
journal('adverse_event.flagged', 'contact', id, 'actor', actor)
contact.note(c)
return finish('DONE')
