#!lua flags=no-writes
-- Reads for whom a rung of the ladder was climbed and whom nobody has taken since; for supervisors.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches climbed       zset   :climbed contact, score when the first rung was climbed in ms
--         contact       string :contact:<id>
-- ARGV    settings      of the calling node
--         most          how many, the longest escalated first
-- Reply   {"DONE", [[facts, rung, next_ms], ...]} next_ms is when the next rung is due
-- Event   none
-- Again: the same. Cost O(most).
local most = tonumber(ARGV[2])

begin()
local rows = {}
for _, id in ipairs(redis.call('ZRANGE', key('climbed'), 0, most - 1)) do
  local c = contact.load(id)
  if c.climb ~= '' then rows[#rows + 1] = {contact.facts(c), c.rung, c.climb} end
end
return {'DONE', rows}
