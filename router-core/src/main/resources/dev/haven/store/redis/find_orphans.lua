#!lua flags=no-writes
-- Looks through some of the work that is not closed for what asks for a lane that is to be no more.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches deadlines     zset   :deadlines, read only
--         contact       string :contact:<id> of contacts that are not closed, read only
-- ARGV    settings      of the calling node
--         gone          lanes of the queues that are to be no more, comma between
--         walk          '' begins; else what the call before answered with
--         most          about how many records a call reads, a small set all at once
-- Reply   {"ORPHANS", contact_id, lane, []} the first that is found | {"MORE", walk, []} call again with it | {"CLEAR", []} there is none
--         | {"GONE", []} that walk cannot go on: begin another
-- Event   none
-- Again: the same. Other transitions come between the calls: found is what asks for such a lane all the while. Cost O(most).
local gone, walk, most = ARGV[2], ARGV[3], ARGV[4]

begin()
local cursor = walk == '' and '0' or bookmark.cursor(walk)
if not cursor then return refuse('GONE') end
local is_gone = {}
for _, lane in ipairs(split(gone, ',')) do is_gone[lane] = true end

-- The first of those lanes that it asks for, now or in a step to come.
local function asked(c)
  if is_gone[c.lane] then return c.lane end
  local at = tonumber(c.step) or 0
  repeat
    at = at + 1
    local step = contact.step(c, at)
    if step and is_gone[step[2]] then return step[2] end
  until not step
end

local page = redis.call('ZSCAN', key('deadlines'), cursor, 'COUNT', most)
for i = 1, #page[2], 2 do
  local member = page[2][i]
  if string.sub(member, 1, 2) == 'c:' then
    -- Read without `contact.load`, which would keep what is only looked at.
    local id = string.sub(member, 3)
    local c = unpacked_contact(redis.call('GET', contact.key(id)) or '')
    local lane = c.state ~= '' and c.state ~= 'closed' and asked(c)
    if lane then return refuse('ORPHANS', id, lane) end
  end
end
if page[1] == '0' then return refuse('CLEAR') end
return refuse('MORE', bookmark.of(page[1]))
