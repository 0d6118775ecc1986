#!lua
-- Erases what was said by and of a person, some contacts at a time: their words, their notes, how to answer them. Their contacts stay, of nobody.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches deadlines, kept   zset   :deadlines, :kept, read only
--         contact       string :contact:<id> of the person, with its card, words, notes, reply and report-words
--         report        hash   :report:<id> of one that is owed still: its words go once a receiver has it
--         people        hash   :people the entry goes, at the end
--         consent, tries   of the person, at the end
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
-- First those that are not closed, then, by cursors that begin with k, those that are.
local function page_of(set, from, pattern, skip, ids)
  local page = redis.call('ZSCAN', key(set), from, 'MATCH', pattern, 'COUNT', 1000)
  for i = 1, #page[2], 2 do ids[#ids + 1] = string.sub(page[2][i], skip) end
  return page[1]
end

local ids, after_closed = {}, string.match(cursor, '^k(.+)$')
if not after_closed then
  cursor = page_of('deadlines', cursor, 'c:*', 3, ids)
  if cursor == '0' then after_closed = '0' end
end
if after_closed then
  cursor = page_of('kept', after_closed, '*', 1, ids)
  if cursor ~= '0' then cursor = 'k' .. cursor end
end
local open, erased = 0, {}
for _, id in ipairs(ids) do
  local c = unpacked_contact(redis.call('GET', contact.key(id)) or '')
  if c.state ~= '' and c.pid == person then
    if c.state ~= 'closed' then
      open = open + 1
    elseif look ~= '1' then
      erased[#erased + 1] = id
      local known = contact.load(id)
      known.pid = ''
      redis.call('DEL', key('card:' .. id), key('words:' .. id), key('notes:' .. id), key('reply:' .. id))
      owed.erase_report(known)
      journal('contact.erased', 'contact', id)
      contact.note(known)
    end
  end
end
if cursor == '0' and look ~= '1' then
  redis.call('HDEL', key('people'), person)
  -- What is owed to them and still open stays known as theirs, so that a word to stop ends it; each entry goes with its contact.
  redis.call('DEL', key('consent:' .. person), key('tries:' .. person))
  redis.call('HSET', key('erased'), person, whole(now))
  journal('person.erased', 'person', person, 'actor', actor)
end
return finish('DONE', cursor, whole(open), erased)
