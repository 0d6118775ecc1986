#!lua flags=no-writes
-- Tells which of a node's desktops have fallen behind, as frames were lost on the way, or were given up, as when the node was silent for too long.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches navigator     string :navigator:<id>
-- ARGV    settings      of the calling node
--         navigator_id session seq ...   of each desktop, 25 at most
-- Reply   {"DONE", [navigator_id, session, seq, ...]} those whose session or sequence differs; session '' for one that was given up
-- Event   none
-- Again: the same. Cost O(desktops asked for).
local behind = {}
for i = 2, #ARGV, 3 do
  local n = navigator.load(ARGV[i])
  local session, seq = n.conn == '1' and n.ep or '', n.seq ~= '' and n.seq or '0'
  if session ~= ARGV[i + 1] or seq ~= ARGV[i + 2] then
    behind[#behind + 1] = ARGV[i]
    behind[#behind + 1] = session
    behind[#behind + 1] = seq
  end
end
return {'DONE', behind}
