#!lua flags=no-writes
-- Tells which of a node's desktops have fallen behind: frames lost on the way are found by their sequence number.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches navigator     string :navigator:<id>
-- ARGV    settings      of the calling node
--         navigator_id session seq ...   of each desktop, 25 at most
-- Reply   {"DONE", [navigator_id, session, seq, ...]} those whose session or sequence differs
-- Event   none
-- Again: the same. Cost O(desktops asked for).
local behind = {}
for i = 2, #ARGV, 3 do
  local n = navigator.load(ARGV[i])
  local session, seq = n.ep, n.seq ~= '' and n.seq or '0'
  if session ~= ARGV[i + 1] or seq ~= ARGV[i + 2] then
    behind[#behind + 1] = ARGV[i]
    behind[#behind + 1] = session
    behind[#behind + 1] = seq
  end
end
return {'DONE', behind}
