#!lua
-- A supervisor declares an emergency of a queue or pauses it, or ends either.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches emergencies   hash   :emergencies queue to since when, ms
--         pauses        hash   :pauses the same of queues that are paused
--         paused        string :paused one character a lane, a digit where its queue is paused
--         lanes         hash   :lanes, read only; ready sets, navigators and contacts when a pause ends
-- ARGV    settings      of the calling node
--         queue
--         what          emergency | pause
--         on            1 to begin it, 0 to end it
--         actor reason  who, and a code of why
-- Reply   {"ON" | "OFF", since_ms, notices} since_ms 0 for OFF | {"SAME", since_ms, []} it was so already
-- Event   queue.emergency | queue.emergency_ended | queue.paused | queue.resumed, then offers of what waited for it
-- Again: SAME. Cost O(1); a pause O(lanes), its end O(lanes + free navigators) and what it matches.
local queue, what, on, actor, reason = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local EVENTS = {emergency1 = 'queue.emergency', emergency0 = 'queue.emergency_ended', pause1 = 'queue.paused', pause0 = 'queue.resumed'}

begin()
local since_by_queue = key(what == 'pause' and 'pauses' or 'emergencies')
local since = redis.call('HGET', since_by_queue, queue)
if (since and '1' or '0') == on then return refuse('SAME', since or '0') end
if on == '1' then
  redis.call('HSET', since_by_queue, queue, whole(now))
else
  redis.call('HDEL', since_by_queue, queue)
end
journal(EVENTS[what .. on], 'queue', queue, 'actor', actor, 'reason', reason)
if what == 'pause' then
  pause.mark(queue, on)
  if on == '0' then pause.over() end
end
return finish(on == '1' and 'ON' or 'OFF', on == '1' and whole(now) or '0')
