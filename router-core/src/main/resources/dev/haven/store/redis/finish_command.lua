#!lua flags=allow-oom
-- Records what became of an outside effect: done, or when to try again.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches command       hash   :command:<id>
--         commands      zset   :commands id, score when to try next in ms
-- ARGV    settings      of the calling node
--         id            of the command
--         retry_ms      '' when it is done or given up, else after how long to try again
--         outcome       code for the journal
--         contact_id
-- Reply   {"DONE", notices} | {"MISSING", []}
-- Event   command.done | command.failed
-- Again: MISSING once done. Cost O(log n).
local id, retry_ms, outcome, contact_id = ARGV[2], ARGV[3], ARGV[4], ARGV[5]

begin()
if redis.call('EXISTS', key('command:' .. id)) == 0 then return refuse('MISSING') end
if retry_ms == '' then
  redis.call('DEL', key('command:' .. id))
  redis.call('ZREM', key('commands'), id)
  journal('command.done', 'command', id, 'contact', contact_id, 'outcome', outcome)
else
  redis.call('HINCRBY', key('command:' .. id), 'try', 1)
  redis.call('ZADD', key('commands'), now + tonumber(retry_ms), id)
  journal('command.failed', 'command', id, 'contact', contact_id, 'outcome', outcome)
end
local c = contact.load(contact_id)
if c.state ~= '' then contact.note(c) end
return finish('DONE')
