#!lua
-- Takes or keeps the lease of the node that archives the journal, notes what it has archived, trims only that.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches archiver      string :archiver token of the holder, gone when the lease ends
--         archived      string :archived last line that stands in a segment
--         journal       stream :journal
-- ARGV    settings      of the calling node
--         token         names this attempt to archive, never reused: the fencing token
--         lease_ms      how long the lease lives without another call; 0 gives it up
--         through       last line this holder has written and synced, 0 for none yet
--         trim_below    stream entries before this line may go, 0 for none
-- Reply   {"HELD", archived, notices} | {"FREE", archived, []} given up | {"BUSY", []} another holds it
-- Event   none
-- Again: the same; a lower `through` than noted changes nothing. Cost O(entries trimmed).
local token, lease_ms, through, trim_below = ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])

local holder = redis.call('GET', key('archiver'))
if holder and holder ~= token then return refuse('BUSY') end
local archived = tonumber(redis.call('GET', key('archived')) or '0')
if holder and through > archived then
  archived = through
  redis.call('SET', key('archived'), whole(archived))
end
if holder and trim_below > 0 then
  redis.call('XTRIM', key('journal'), 'MINID', whole(math.min(trim_below, archived + 1)) .. '-0')
end
if lease_ms == 0 then
  redis.call('DEL', key('archiver'))
  return refuse('FREE', whole(archived))
end
redis.call('SET', key('archiver'), token, 'PX', lease_ms)
return refuse('HELD', whole(archived))
