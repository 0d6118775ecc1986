-- Sorted sets with an index of their heads: the index holds, for each non-empty set, its name and the score of its first member.
-- The only writer of lanes, ready sets and their two indexes.
--
-- The index of lanes is exact. That of ready sets is corrected late, by whoever walks it: its score is never above that of the set's first,
-- and a set may be empty. Navigators come and go with every contact, and nobody looks in between.
local headed = {}

-- Adds a member, or moves it; a member that moves back behind others must be removed first.
function headed.add(set, heads, name, member, score)
  first_heads = nil
  redis.call('ZADD', set, score, member)
  redis.call('ZADD', heads, 'LT', score, name)
end

-- Adds a member to a ready set.
function headed.add_late(set, index, name, member, score)
  redis.call('ZADD', set, score, member)
  redis.call('ZADD', index, 'LT', score, name)
end

-- Moves a member of a ready set to a score that is not below the one it has.
function headed.move_back(set, member, score) redis.call('ZADD', set, score, member) end

function headed.remove_late(set, member) redis.call('ZREM', set, member) end

-- Puts the index right where a walk has found a set's first elsewhere than it says; nil for an empty set.
function headed.correct(index, name, first)
  if first then
    redis.call('ZADD', index, first, name)
  else
    redis.call('ZREM', index, name)
  end
end

function headed.remove(set, heads, name, member)
  first_heads = nil
  if redis.call('ZREM', set, member) == 0 then return end
  local first = redis.call('ZRANGE', set, 0, 0, 'WITHSCORES')
  if first[2] then
    redis.call('ZADD', heads, first[2], name)
  else
    redis.call('ZREM', heads, name)
  end
end
