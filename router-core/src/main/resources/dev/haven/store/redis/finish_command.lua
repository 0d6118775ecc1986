#!lua flags=allow-oom
-- Records what became of an outside effect: done, or when to try again. A reply that failed holds up those after it until it is over.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches command       hash   :command:<id>
--         commands      zset   :commands id, score when to try next in ms
--         delivery      hash   :delivery:<contact_id> how far messages are, and which stand to be tried again
--         seen          string :seen:<receipt> the contact it belongs to
--         early         string :early:<receipt> what the platform told of it before
-- ARGV    settings      of the calling node
--         id            of the command
--         retry_ms      '' when it is done or given up, else after how long to try again
--         outcome       code for the journal; `behind` when it was not tried, as an earlier reply stands to be tried again
--         contact_id
--         receipt       digest of the id the platform gave a message that was sent, or what the receiver calls a report; '' for none
-- Reply   {"DONE", notices} | {"MISSING", []}
-- Event   command.done | command.failed, message.delivery when a message was taken or never will be, report.handed when
--         a receiver acknowledged it
-- Again: MISSING once done. Cost O(log n).
local id, retry_ms, outcome, contact_id, receipt = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]

begin()
local row = redis.call('HMGET', key('command:' .. id), 'type', 'held')
local kind, held = row[1], row[2]
if not kind then return refuse('MISSING') end
if retry_ms == '' then
  redis.call('DEL', key('command:' .. id))
  redis.call('ZREM', key('commands'), id)
  journal('command.done', 'command', id, 'contact', contact_id, 'outcome', outcome)
else
  redis.call('ZADD', key('commands'), now + tonumber(retry_ms), id)
end
if retry_ms ~= '' and outcome ~= 'behind' then
  redis.call('HINCRBY', key('command:' .. id), 'try', 1)
  journal('command.failed', 'command', id, 'contact', contact_id, 'outcome', outcome)
end
local c = contact.load(contact_id)
if c.state ~= '' then
  if kind == 'hand_off' and retry_ms == '' and outcome == 'acknowledged' and owed.state(contact_id) == 'submitted' then owed.handed(c, receipt) end
  if kind == 'send' and (retry_ms ~= '' or held) then work.hold(contact_id, retry_ms ~= '' and id or '', outcome == 'behind') end
  if kind == 'send' and retry_ms == '' then
    local early = false
    if receipt ~= '' then
      redis.call('SET', key_of('seen:', receipt), contact_id)
      redis.call('RPUSH', key('seen-of:' .. contact_id), receipt)
      redis.call('HSET', key('delivery:' .. contact_id), receipt, id)
      early = redis.call('GETDEL', key('early:' .. receipt))
    end
    work.delivered(c, id, outcome == 'sent' and 'sent' or 'failed')
    if early then work.delivered(c, id, early) end
  end
  if kind == 'file' and retry_ms == '' and c.nav ~= '' then
    local n = navigator.load(c.nav)
    notice('files', n.node, n.id, '0', contact_id)
  end
  contact.note(c)
end
return finish('DONE')
