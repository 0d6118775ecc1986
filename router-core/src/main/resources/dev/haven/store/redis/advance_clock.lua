#!lua
-- Lets time pass in a workspace that was made for replay: up to the wanted moment, or to the first deadline before it.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches deadlines     zset   :deadlines, read only
-- ARGV    settings      of the calling node
--         to_ms         the wanted moment; an earlier one than now is now
-- Reply   {"SET", now_ms, notices} | {"REAL", []} the workspace lives in real time
-- Event   none
-- Again: time stays. Deadlines count as watched all the while, so that no gap is seen. Cost O(log n).
local to_ms = tonumber(ARGV[2])

begin()
if S.virtual == 0 and S.n > 0 then return refuse('REAL') end
local first = redis.call('ZRANGE', key('deadlines'), 0, 0, 'WITHSCORES')
if first[2] and tonumber(first[2]) < to_ms then to_ms = tonumber(first[2]) end
if to_ms < S.virtual then to_ms = S.virtual end
S.now, S.virtual, S.polled = to_ms, to_ms, to_ms
return finish('SET', whole(to_ms))
