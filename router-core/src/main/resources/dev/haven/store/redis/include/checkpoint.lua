-- Checkpoints: what the journal's reader must know, written into the journal itself, some records at a call, so that others are served in between.
--
-- A checkpoint is open from its first call to its last. Its calls walk the sets that name everything there is, by Redis' cursors, and list what
-- they come by; meanwhile every transition notes in the set `unlisted` what it has written, and the calls behind the walk list that again. The
-- last call is the one that leaves nothing noted. So the last line of everything stands for what it is when the checkpoint ends.
--
-- `listing` of the workspace's state says until when transitions note. The walk is kept here and nowhere else: a cursor means nothing to another
-- process, so that whoever takes over from this Redis has no walk to go on with.
local checkpoint = {}

do
  local OPEN_FOR = 60000   -- ms; whoever lets that pass between two calls is taken for dead
  local PATIENCE = 8       -- calls that leave no less than was left before
  local SETS = {{'HSCAN', 'lanes', 'lane:'}, {'HSCAN', 'profiles', 'profile:'}, {'HSCAN', 'roster', 'navigator:'}, {'ZSCAN', 'deadlines'}}
  local walks = {}         -- open walks by workspace

  -- Notes that it must be listed, when a checkpoint is open. What has no record says so itself.
  function checkpoint.note(member)
    if is_listing() then redis.call('SADD', key('unlisted'), member) end
  end

  -- The walk of the checkpoint that begins at that line, nil when it cannot go on. A walk that is taken up is lost unless it is kept when all is
  -- written, so that a call that fails half-way leaves none.
  function checkpoint.walk(first)
    local walk = walks[P]
    if not walk or walk.first ~= first or not is_listing() then return nil end
    walks[P] = nil
    return walk
  end

  -- Opens a checkpoint; one that was open is no more.
  function checkpoint.begin()
    walks[P] = nil
    redis.call('UNLINK', key('unlisted'))
    journal('checkpoint.begun')
    return {first = whole(S.n), set = 1, cursor = '0', times = 1, waited = 0}
  end

  function checkpoint.keep(walk) walks[P] = walk end

  -- What the walk comes by next, up to about so many; members as in `unlisted`.
  local function page(walk, most)
    local set, found = SETS[walk.set], {}
    local got = redis.call(set[1], key(set[2]), walk.cursor, 'COUNT', most)
    for i = 1, #got[2], 2 do
      local member = got[2][i]
      if set[3] then
        found[#found + 1] = set[3] .. member
      elseif string.sub(member, 1, 2) == 'c:' then
        found[#found + 1] = 'contact:' .. string.sub(member, 3)
      end
    end
    walk.cursor = got[1]
    if walk.cursor == '0' then walk.set = walk.set + 1 end
    return found
  end

  -- What to list in this call: the walk's next, then what is noted; what a page has too much is noted. Answers whether nothing is left. Where
  -- transitions note as fast as it lists, a walk that comes no nearer to its end lists more and more at a call: it ends.
  function checkpoint.portion(walk, most)
    local members, room = {}, most * walk.times
    S.listing = now + OPEN_FOR
    local at
    repeat
      at = walk.set
      if at > #SETS or #members >= room then break end
      for _, member in ipairs(page(walk, room - #members)) do
        if #members < room then
          members[#members + 1] = member
        else
          redis.call('SADD', key('unlisted'), member)
        end
      end
    until walk.set == at
    if walk.set <= #SETS then return members, false end
    if #members < room then
      for _, member in ipairs(redis.call('SPOP', key('unlisted'), room - #members)) do members[#members + 1] = member end
    end
    local left = redis.call('SCARD', key('unlisted'))
    if left < (walk.left or math.huge) then
      walk.left = left
    else
      walk.waited = walk.waited + 1
      if walk.waited % PATIENCE == 0 then walk.times = walk.times * 2 end
    end
    return members, left == 0
  end
end

do
  local function list(text) return text ~= '' and '[' .. text .. ']' or '' end

  local function excluded(text)
    local names = {}
    for _, e in ipairs(split(text, ';')) do
      if e ~= '' then names[#names + 1] = '"' .. string.match(e, '^(.*)>') .. '"' end
    end
    return list(table.concat(names, ','))
  end

  local LINES = {}

  function LINES.lane(definition)
    journal('checkpoint.lane', 'lane', tonumber(redis.call('HGET', key('lanes'), definition)), 'definition', definition)
  end

  function LINES.profile(definition)
    journal('checkpoint.profile', 'profile', tonumber(redis.call('HGET', key('profiles'), definition)), 'definition', definition)
  end

  -- Records are read without `load`, which would keep them and write them back.
  function LINES.navigator(id)
    local n = unpacked_navigator(redis.call('GET', navigator.key(id)) or '')
    if not navigator.exists(n) then return journal('checkpoint.gone', 'navigator', id) end
    journal('checkpoint.navigator', 'navigator', id, 'profile', tonumber(n.prof), 'capacities', list(n.caps), 'activity', n.act, 'next', n.next,
      'connected', tonumber(n.conn) or 0, 'ramp', tonumber(n.ramp) or 0, 'offer', n.off, 'counts', list(n.cnt), 'parked', list(n.pk),
      'drain', n.drain, 'ceiling', n.dt)
  end

  function LINES.contact(id)
    local c = unpacked_contact(redis.call('GET', contact.key(id)) or '')
    if c.state == '' or c.state == 'closed' then return journal('checkpoint.gone', 'contact', id) end
    journal('checkpoint.contact', 'contact', id, 'state', c.state, 'channel', tonumber(c.ch), 'lane', tonumber(c.lane), 'tier', tonumber(c.tier),
      'aged', tonumber(c.aged) or 0, 'order', tonumber(c.ord), 'sequence', tonumber(c.seq), 'latest', tonumber(c.latest) or 0, 'held', c.held,
      'excluded', excluded(c.excl), 'try', tonumber(c.try) or 0, 'navigator', c.nav, 'engagement', c.est, 'kind', c.kind, 'drain', c.drain,
      'settled', c.kind == 'adverse_event_report' and not owed.is_open(id) and 1 or nil, 'consult', c.con, 'last', tonumber(c.last) or 0,
      'also', c.also, 'due', tonumber(c.due), 'lead', c.lead, 'outside',
      (not string.find(c.out, '>connected>', 1, true) or string.find(c.out, '>interpreter>', 1, true)) and c.out or nil)
  end

  -- One line for a member of `unlisted`: what it is now, or that it is no more.
  function checkpoint.line(member)
    local colon = string.find(member, ':', 1, true)
    LINES[string.sub(member, 1, colon - 1)](string.sub(member, colon + 1))
  end

  -- What there is little of, at the end.
  function checkpoint.finish()
    local policies = redis.call('HGETALL', key('policies'))
    for i = 1, #policies, 2 do
      local costs, step, kept = string.match(policies[i + 1], '^([^;]*);(%d+);?(.*)$')
      journal('checkpoint.policy', 'policy', policies[i], 'costs', list(costs), 'step', tonumber(step), 'reserve', kept)
    end
    local pauses = redis.call('HGETALL', key('pauses'))
    for i = 1, #pauses, 2 do journal('checkpoint.pause', 'queue', pauses[i]) end
    S.listing = 0
  end
end
