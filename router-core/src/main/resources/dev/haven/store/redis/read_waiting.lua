#!lua flags=no-writes
-- Reads who waits in the shared lanes, the best placed of each lane; for people who look on.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches heads, lanes, contact string :contact:<id>
-- ARGV    settings      of the calling node
--         most          how many of a lane
-- Reply   {"DONE", [[facts, rung, climb], ...] lane by lane} climb is when the next rung is due, ms; both empty on no ladder
-- Event   none
-- Again: the same. Cost O(non-empty lanes x most), at most 50 lanes.
local most = tonumber(ARGV[2])

begin()
local rows = {}
for _, lane in ipairs(redis.call('ZRANGE', key('heads'), 0, 49)) do
  for _, member in ipairs(redis.call('ZRANGE', key('lane:' .. lane), 0, most - 1)) do
    local c = contact.load(contact.of_member(member))
    rows[#rows + 1] = {contact.facts(c), c.rung, c.climb}
  end
end
return {'DONE', rows}
