#!lua
-- Records how far a message of a navigator is, as its platform tells: taken, delivered, read, or never to be delivered.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches delivery      hash   :delivery:<contact> by command how far it is, by receipt which command it is
--         seen          string :seen:<command or receipt> the contact it belongs to
--         early         string :early:<receipt> what is told before `finish_command` says whose it is, for five minutes
-- ARGV    settings      of the calling node
--         command       that sent it; '' when the platform names it by its own id
--         receipt       digest of the platform's id, for when it does not name the command
--         status        sent, failed, delivered or read
-- Reply   {"DONE", notices} | {"EARLY", []} nobody's yet, kept until it is | {"SAME", []} | {"MISSING", []}
-- Event   message.delivery
-- Again, or what is less than is known already: SAME. Cost O(log n).
local command, receipt, status = ARGV[2], ARGV[3], ARGV[4]

begin()
local id = command ~= '' and redis.call('GET', key_of('seen:', command))
if not id then
  id = redis.call('GET', key_of('seen:', receipt))
  if not id and command == '' then
    if not work.delivered_early(receipt, status) then return refuse('SAME') end
    return refuse('EARLY')
  end
  if not id then return refuse('MISSING') end
  command = redis.call('HGET', key('delivery:' .. id), receipt) or ''
end
local c = contact.load(id)
if command == '' or c.state == '' then return refuse('MISSING') end
if not work.delivered(c, command, status) then return refuse('SAME') end
contact.note(c)
return finish('DONE')
