#!lua
-- Takes, keeps or gives up the lease of the one node that does something for a workspace, such as holding an endpoint's session.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches lease         string :lease:<name> holder, space, until when in ms of the workspace's clock
-- ARGV    settings      of the calling node; a lease lives as long as a node without a sign of life
--         name          what it is for
--         holder        new at each start of a node, never reused
--         leaving       1 to give it up
-- Reply   {"HELD", notices} | {"FREE", notices} given up, or another's | {"BUSY", []} another holds it
-- Event   none
-- Again: HELD, and it lives on from now. Cost O(1).
--@ include workspace record
local name, holder, leaving = ARGV[2], ARGV[3], ARGV[4]

begin()
local lease = key('lease:' .. name)
local found = split(redis.call('GET', lease) or '', ' ')
local ours = found[1] == holder
local taken = found[1] and not ours and tonumber(found[2]) > now
if leaving == '1' then
  if ours then redis.call('DEL', lease) end
  return finish('FREE')
end
if taken then return refuse('BUSY') end
redis.call('SET', lease, holder .. ' ' .. whole(now + settings.node_lease))
return finish('HELD')
