-- Sorted sets with an index of their heads: the index holds, for each non-empty set, its name and the score of its first member.
-- The only writer of lanes, ready sets and their two indexes.
local headed = {}

-- Adds a member, or moves it; a member that moves back behind others must be removed first.
function headed.add(set, heads, name, member, score)
  redis.call('ZADD', set, score, member)
  redis.call('ZADD', heads, 'LT', score, name)
end

function headed.remove(set, heads, name, member)
  if redis.call('ZREM', set, member) == 0 then return end
  local first = redis.call('ZRANGE', set, 0, 0, 'WITHSCORES')
  if first[2] then
    redis.call('ZADD', heads, first[2], name)
  else
    redis.call('ZREM', heads, name)
  end
end
