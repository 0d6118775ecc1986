#!lua
-- Writes what the journal's reader must know into the journal itself, so that reading may begin here.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches contact       string :contact:<id> of every contact that is not closed
--         navigator     string :navigator:<id> of everybody on the roster
--         lanes, profiles, policies, pauses
-- ARGV    settings      of the calling node
--         token         of the lease; only its holder writes
-- Reply   {"DONE", first_line, notices} | {"EMPTY", []} nothing was ever written | {"BUSY", []} another holds the lease
-- Event   checkpoint.begun, checkpoint.policy, checkpoint.pause, checkpoint.lane, checkpoint.profile, checkpoint.navigator, checkpoint.contact, checkpoint.ended
-- Again: one more checkpoint, of the state then. Cost O(contacts that are not closed + navigators).
local token = ARGV[2]

local function list(text) return text ~= '' and '[' .. text .. ']' or '' end

local function excluded(text)
  local names = {}
  for _, e in ipairs(split(text, ';')) do
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
  local costs, step, kept = string.match(policies[i + 1], '^([^;]*);(%d+);?(.*)$')
  journal('checkpoint.policy', 'policy', policies[i], 'costs', list(costs), 'step', tonumber(step), 'reserve', kept)
end
local pauses = redis.call('HGETALL', key('pauses'))
for i = 1, #pauses, 2 do journal('checkpoint.pause', 'queue', pauses[i]) end
catalogue('lanes', 'checkpoint.lane', 'lane')
catalogue('profiles', 'checkpoint.profile', 'profile')
local navigators, contacts = 0, 0
local roster = redis.call('HGETALL', key('roster'))
for i = 1, #roster, 2 do
  local id = roster[i]
  local n = unpacked_navigator(redis.call('GET', navigator.key(id)) or '')
  if navigator.exists(n) then
    navigators = navigators + 1
    journal('checkpoint.navigator', 'navigator', id, 'profile', tonumber(n.prof), 'capacities', list(n.caps), 'activity', n.act, 'next', n.next,
      'connected', tonumber(n.conn) or 0, 'ramp', tonumber(n.ramp) or 0, 'offer', n.off, 'counts', list(n.cnt), 'parked', list(n.pk),
      'drain', n.drain, 'ceiling', n.dt)
  end
end
-- Read without `contact.load`, which would keep every contact in memory until the end.
for _, member in ipairs(redis.call('ZRANGE', key('deadlines'), 0, -1)) do
  if string.sub(member, 1, 2) == 'c:' then
    local id = string.sub(member, 3)
    local c = unpacked_contact(redis.call('GET', contact.key(id)) or '')
    if c.state ~= '' and c.state ~= 'closed' then
      contacts = contacts + 1
      journal('checkpoint.contact', 'contact', id, 'state', c.state, 'channel', tonumber(c.ch), 'lane', tonumber(c.lane), 'tier', tonumber(c.tier),
        'aged', tonumber(c.aged) or 0, 'order', tonumber(c.ord), 'sequence', tonumber(c.seq), 'latest', tonumber(c.latest) or 0, 'held', c.held,
        'excluded', excluded(c.excl), 'try', tonumber(c.try) or 0, 'navigator', c.nav, 'engagement', c.est, 'kind', c.kind, 'drain', c.drain,
        'settled', c.kind == 'adverse_event_report' and not owed.is_open(id) and 1 or nil, 'consult', c.con, 'last', tonumber(c.last) or 0,
        'also', c.also, 'due', tonumber(c.due), 'lead', c.lead, 'outside',
        (not string.find(c.out, '>connected>', 1, true) or string.find(c.out, '>interpreter>', 1, true)) and c.out or nil)
    end
  end
end
journal('checkpoint.ended', 'navigators', navigators, 'contacts', contacts)
return finish('DONE', whole(first))
