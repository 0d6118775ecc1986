#!lua
-- Asks for the files of a message to be brought, and to be read where that is wanted.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches contact       string :contact:<id>
--         command       hash   :command:<id>.file.<n>
--         commands      zset   :commands
-- ARGV    settings      of the calling node
--         id            of the contact
--         n ...         what names the files within their contact
-- Reply   {"DONE", notices} | {"MISSING", []}
-- Event   files.requested, unless all are under way
-- Again: those under way stay so; a file that is there is asked for once more. Cost O(files · log n).
local id = ARGV[2]

begin()
local c = contact.load(id)
if c.state == '' then return refuse('MISSING') end
local asked = 0
for i = 3, #ARGV do
  local command = id .. '.file.' .. ARGV[i]
  if redis.call('EXISTS', key('command:' .. command)) == 0 then
    work.command(command, 'file', c, ARGV[i])
    asked = asked + 1
  end
end
if asked > 0 then
  journal('files.requested', 'contact', id, 'files', asked)
  contact.note(c)
end
return finish('DONE')
