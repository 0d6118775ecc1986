#!lua
-- A supervisor declares an emergency of a queue, or its end.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches emergencies   hash   :emergencies queue to since when, ms
-- ARGV    settings      of the calling node
--         queue
--         on            1 to declare it, 0 to end it
--         actor reason  who, and a code of why
-- Reply   {"ON" | "OFF", since_ms, notices} since_ms 0 for OFF | {"SAME", since_ms, []} it was so already
-- Event   queue.emergency | queue.emergency_ended
-- Again: SAME. Cost O(1).
local queue, on, actor, reason = ARGV[2], ARGV[3], ARGV[4], ARGV[5]

begin()
local since = redis.call('HGET', key('emergencies'), queue)
if (since and '1' or '0') == on then return refuse('SAME', since or '0') end
if on == '1' then
  redis.call('HSET', key('emergencies'), queue, whole(now))
  journal('queue.emergency', 'queue', queue, 'actor', actor, 'reason', reason)
  return finish('ON', whole(now))
end
redis.call('HDEL', key('emergencies'), queue)
journal('queue.emergency_ended', 'queue', queue, 'actor', actor, 'reason', reason)
return finish('OFF', '0')
