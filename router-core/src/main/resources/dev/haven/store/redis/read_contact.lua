#!lua flags=no-writes
-- Reads a contact with its words.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches contact       string :contact:<id>, card, words, reply, delivery
-- ARGV    settings      of the calling node
--         id
--         siblings      lanes of the same queue as its lane, by lane: lane=a,b;... ; '' for no position
-- Reply   {"FOUND", facts, card, words, journal_positions, position, notes, exclusions, reply, [command, status, ..., held, commands]} | {"MISSING"}
-- Event   none
-- Again: the same. Cost O(messages + lanes).
local id, siblings = ARGV[2], ARGV[3]

local c = contact.load(id)
if c.state == '' then return {'MISSING'} end
return {'FOUND', contact.facts(c), redis.call('GET', key_of('card:', id)) or '', redis.call('LRANGE', key('words:' .. id), 0, 499), c.jn,
  contact.position(c, siblings), redis.call('GET', key('notes:' .. id)) or '', c.excl,
  redis.call('GET', key('reply:' .. id)) or '', redis.call('HGETALL', key('delivery:' .. id))}
