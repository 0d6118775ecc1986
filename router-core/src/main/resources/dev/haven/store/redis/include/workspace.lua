-- The frame of every transition: the workspace's state, its clock, its journal and its notices.
--
-- KEYS[1] is haven:{workspace}, a string of numbers that every transition reads and writes once:
--   now arrivals journal_n waiting undrained swept polled gap_from gap_to virtual journal_hash
-- Every other key derives from it in `key`. ARGV[1] holds the settings of the node that calls, times in milliseconds.
local P = KEYS[1]
local function key(name) return P .. ':' .. name end

local S = {}        -- the state above, by name
local now           -- milliseconds since 1970, never backwards within a workspace
local entries = {}  -- journal lines of this transition
local notices = {}  -- what the calling node has to tell or do once the transition is committed
local settings = {}
local type_of = type
local store_records   -- given by `record`: writes what changed in hashes

local function split(text, separator)
  local parts, from = {}, 1
  if text == nil or text == '' then return parts end
  while true do
    local at = string.find(text, separator, from, true)
    if not at then
      parts[#parts + 1] = string.sub(text, from)
      return parts
    end
    parts[#parts + 1] = string.sub(text, from, at - 1)
    from = at + 1
  end
end

local function whole(number) return string.format('%.0f', number) end

-- Reads state and clock. Virtual time exists only in workspaces that simulation and replay make for themselves.
local function begin()
  local text = redis.call('GET', P)
  local f = split(text or '0 0 0 0 0 0 0 0 0 0 ', ' ')
  S.now, S.arrivals, S.n, S.waiting, S.undrained = tonumber(f[1]), tonumber(f[2]), tonumber(f[3]), tonumber(f[4]), tonumber(f[5])
  S.swept, S.polled, S.gap_from, S.gap_to, S.virtual = tonumber(f[6]), tonumber(f[7]), tonumber(f[8]), tonumber(f[9]), tonumber(f[10])
  S.hash = f[11] or ''
  if S.virtual > 0 then
    now = S.virtual
  else
    local t = redis.call('TIME')
    now = tonumber(t[1]) * 1000 + math.floor(tonumber(t[2]) / 1000)
  end
  if now < S.now then now = S.now end
  S.now = now
  local v = split(ARGV[1], ',')
  settings.policy = v[1]
  settings.offer, settings.offer_phone = tonumber(v[2]), tonumber(v[3])
  settings.wrap, settings.park, settings.connect = tonumber(v[4]), tonumber(v[5]), tonumber(v[6])
  settings.exclusion, settings.exclusion_crisis = tonumber(v[7]), tonumber(v[8])
  settings.lost_offer, settings.lost_work = tonumber(v[9]), tonumber(v[10])
  settings.latest, settings.retention, settings.ramp = tonumber(v[11]), tonumber(v[12]), tonumber(v[13])
  settings.node_lease, settings.talk = tonumber(v[14]), tonumber(v[15])
  settings.cost = {}
  for channel = 0, 5 do settings.cost[channel] = tonumber(v[16 + channel]) end
  settings.ramp_step = tonumber(v[22])
end

-- One line of the journal: type, then pairs of name and value. A value that is a number stays one; text must be an id or a code.
local function journal(kind, ...)
  local pairs_of = {...}
  S.n = S.n + 1
  local out = {'{"n":', whole(S.n), ',"at":', whole(now), ',"type":"', kind, '"'}
  for i = 1, #pairs_of, 2 do
    local value = pairs_of[i + 1]
    if value ~= nil and value ~= '' then
      out[#out + 1] = ',"' .. pairs_of[i] .. '":'
      if type_of(value) == 'number' then
        out[#out + 1] = whole(value)
      elseif string.sub(value, 1, 1) == '[' or string.sub(value, 1, 1) == '{' then
        out[#out + 1] = value
      else
        out[#out + 1] = '"' .. value .. '"'
      end
    end
  end
  out[#out + 1] = '}'
  entries[#entries + 1] = table.concat(out)
end

-- The number under which this transition's lines will stand in the journal stream.
local function journal_id() return whole(S.n - #entries + 1) end

local function notice(...) notices[#notices + 1] = {...} end

-- Writes journal and state; everything else must have been written before.
local function finish(...)
  store_records()
  if #entries > 0 then
    local first = S.n - #entries + 1
    local lines = table.concat(entries, '\n')
    S.hash = redis.sha1hex(S.hash .. lines)
    redis.call('XADD', key('journal'), whole(first) .. '-0', 'e', lines, 'h', S.hash)
  end
  redis.call('SET', P, string.format('%.0f %.0f %.0f %.0f %.0f %.0f %.0f %.0f %.0f %.0f %s', S.now, S.arrivals, S.n, S.waiting,
    S.undrained, S.swept, S.polled, S.gap_from, S.gap_to, S.virtual, S.hash))
  local reply = {...}
  reply[#reply + 1] = notices
  return reply
end

-- A reply without any change.
local function refuse(...)
  local reply = {...}
  reply[#reply + 1] = {}
  return reply
end
