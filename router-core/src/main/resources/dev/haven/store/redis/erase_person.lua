#!lua
-- Erases what was said by and of a person, some contacts at a time: their words, their notes, how to answer them. Their contacts stay, of nobody.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches contact       string :contact:<id> of the person, with its card, words, notes, reply and report-words
--         people        hash   :people the entry goes, at the end
--         consent, tries, owed-of   of the person, at the end
-- ARGV    settings      of the calling node
--         person
--         cursor        0 to begin, then what the reply gave
--         look          1 only counts what is not closed
--         actor         digest or id of who erases
-- Reply   {"DONE", cursor, open, [contact_id, ...], notices} cursor 0 at the end; open contacts are left as they are
-- Event   contact.erased for each contact, person.erased at the end
-- Again: what is erased is of nobody any more. Cost O(a thousand contacts on record).
local person, cursor, look, actor = ARGV[2], ARGV[3], ARGV[4], ARGV[5]

begin()
local page = redis.call('ZSCAN', key('deadlines'), cursor, 'MATCH', 'c:*', 'COUNT', 1000)
local open, erased = 0, {}
for i = 1, #page[2], 2 do
  local id = string.sub(page[2][i], 3)
  local c = unpacked_contact(redis.call('GET', contact.key(id)) or '')
  if c.state ~= '' and c.pid == person then
    if c.state ~= 'closed' then
      open = open + 1
    elseif look ~= '1' then
      erased[#erased + 1] = id
      local known = contact.load(id)
      known.pid = ''
      redis.call('DEL', key('card:' .. id), key('words:' .. id), key('notes:' .. id), key('reply:' .. id), key('report-words:' .. id))
      journal('contact.erased', 'contact', id)
      contact.note(known)
    end
  end
end
if page[1] == '0' and look ~= '1' then
  redis.call('HDEL', key('people'), person)
  redis.call('DEL', key('consent:' .. person), key('tries:' .. person), key('owed-of:' .. person))
  redis.call('HSET', key('erased'), person, whole(now))
  journal('person.erased', 'person', person, 'actor', actor)
end
return finish('DONE', page[1], whole(open), erased)
