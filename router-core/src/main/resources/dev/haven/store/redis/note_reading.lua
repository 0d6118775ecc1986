#!lua
-- Somebody who does not serve a contact reads its words: notes who, and why.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches contact       string :contact:<id>
-- ARGV    settings      of the calling node
--         id
--         actor         who reads
--         reason        a code
-- Reply   {"DONE", notices} | {"MISSING", []}
-- Event   contact.read
-- Again: one more entry, for one more reading. Cost O(1).
local id, actor, reason = ARGV[2], ARGV[3], ARGV[4]

begin()
local c = contact.load(id)
if c.state == '' then return refuse('MISSING') end
journal('contact.read', 'contact', id, 'actor', actor, 'reason', reason)
contact.note(c)
return finish('DONE')
