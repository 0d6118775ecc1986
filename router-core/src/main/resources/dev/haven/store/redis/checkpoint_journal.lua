#!lua
-- Writes what the journal's reader must know into the journal itself, so that reading may begin here.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches contact       hash   :contact:<id> of every contact that is not closed
--         navigator     hash   :navigator:<id> of everybody on the roster
--         lanes, profiles, policies
-- ARGV    settings      of the calling node
--         token         of the lease; only its holder writes
-- Reply   {"DONE", first_line, notices} | {"EMPTY", []} nothing was ever written | {"BUSY", []} another holds the lease
-- Event   checkpoint.begun, checkpoint.policy, checkpoint.lane, checkpoint.profile, checkpoint.navigator, checkpoint.contact, checkpoint.ended
-- Again: one more checkpoint, of the state then. Cost O(contacts on record + navigators).
--@ include workspace record
local token = ARGV[2]

local function list(text) return text and text ~= '' and '[' .. text .. ']' or '' end

local function excluded(text)
  local names = {}
  for _, e in ipairs(split(text or '', ';')) do
    if e ~= '' then names[#names + 1] = '"' .. string.match(e, '^(.*)>') .. '"' end
  end
  return list(table.concat(names, ','))
end

local function catalogue(name, kind, field)
  local flat = redis.call('HGETALL', key(name))
  for i = 1, #flat, 2 do journal(kind, field, tonumber(flat[i + 1]), 'definition', flat[i]) end
end

begin()
if redis.call('GET', key('archiver')) ~= token then return refuse('BUSY') end
if S.n == 0 then return refuse('EMPTY') end
local first = S.n + 1
journal('checkpoint.begun')
local policies = redis.call('HGETALL', key('policies'))
for i = 1, #policies, 2 do
  local costs, step = string.match(policies[i + 1], '^(.*);(%d+)$')
  journal('checkpoint.policy', 'policy', policies[i], 'costs', list(costs), 'step', tonumber(step))
end
catalogue('lanes', 'checkpoint.lane', 'lane')
catalogue('profiles', 'checkpoint.profile', 'profile')
local navigators, contacts = 0, 0
local roster = redis.call('HGETALL', key('roster'))
for i = 1, #roster, 2 do
  local id = roster[i]
  local f = redis.call('HMGET', key('navigator:' .. id), 'prof', 'caps', 'act', 'next', 'conn', 'ramp', 'off', 'cnt', 'pk', 'drain', 'dt')
  if f[1] then
    navigators = navigators + 1
    journal('checkpoint.navigator', 'navigator', id, 'profile', tonumber(f[1]), 'capacities', list(f[2]), 'activity', f[3], 'next', f[4] or '',
      'connected', tonumber(f[5] or '0'), 'ramp', tonumber(f[6] or '0') or 0, 'offer', f[7] or '', 'counts', list(f[8]), 'parked', list(f[9]),
      'drain', f[10] or '', 'ceiling', f[11] or '')
  end
end
for _, member in ipairs(redis.call('ZRANGE', key('deadlines'), 0, -1)) do
  if string.sub(member, 1, 2) == 'c:' then
    local id = string.sub(member, 3)
    local f = redis.call('HMGET', key('contact:' .. id), 'state', 'ch', 'lane', 'tier', 'aged', 'ord', 'seq', 'latest', 'held', 'excl', 'try',
      'nav', 'est', 'kind', 'drain')
    if f[1] and f[1] ~= 'closed' then
      contacts = contacts + 1
      journal('checkpoint.contact', 'contact', id, 'state', f[1], 'channel', tonumber(f[2]), 'lane', tonumber(f[3]), 'tier', tonumber(f[4]),
        'aged', tonumber(f[5] or '0'), 'order', tonumber(f[6]), 'sequence', tonumber(f[7]), 'latest', f[8] and tonumber(f[8]) or 0, 'held', f[9] or '',
        'excluded', excluded(f[10]), 'try', tonumber(f[11] or '0'), 'navigator', f[12] or '', 'engagement', f[13] or '', 'kind', f[14] or '',
        'drain', f[15] or '')
    end
  end
end
journal('checkpoint.ended', 'navigators', navigators, 'contacts', contacts)
return finish('DONE', whole(first))
