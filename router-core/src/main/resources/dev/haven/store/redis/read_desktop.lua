#!lua flags=no-writes
-- Reads everything a navigator's desktop shows.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches navigator     string :navigator:<id>, and contact, card, words, delivery of each of their contacts
-- ARGV    settings      of the calling node
--         navigator_id
-- Reply   {"FOUND", session, seq, activity, next, description, [[facts, card, words, [command, status, ...], [consult_id, state, navigator, ends]], ...], connected, counts} the pending offer first, [] for no consult | {"UNKNOWN"}
-- Event   none
-- Again: the same. Cost O(contacts of the navigator).
local navigator_id = ARGV[2]

local n = navigator.load(navigator_id)
if not navigator.exists(n) then return {'UNKNOWN'} end
local contacts = {}
local function add(id)
  local c = contact.load(id)
  local k = consult.of(c)
  local try = c.state == 'offered' and string.match(n.off, '%d+$') or c.try
  contacts[#contacts + 1] = {contact.facts_for(c, c.state == 'offered' and n.id or c.nav, try), redis.call('GET', key_of('card:', id)) or '', redis.call('LRANGE', key('words:' .. id), 0, 499),
    redis.call('HGETALL', key('delivery:' .. id)), k and {k.id, k.state, k.navigator, k.ends} or {}}
end
local pending = string.match(n.off, '^[^.]*')
if n.off ~= '' then add(pending) end
for _, list in ipairs({n.work, n.cons}) do
  for _, id in ipairs(split(list, ',')) do
    if id ~= '' and id ~= pending then add(id) end
  end
end
return {'FOUND', n.ep, n.seq ~= '' and n.seq or '0', n.act, n.next, redis.call('HGET', key('roster'), navigator_id) or '', contacts, n.conn, n.cnt}
