-- The frame of every transition: the workspace's state, its clock, its journal and its notices.
--
-- The library is loaded once and its functions stay; what belongs to one call stands in the locals below, and `enter` empties them.
-- KEYS[1] is haven:{workspace}, the state that every transition reads and writes once. Four numbers of eight bytes, the hash of the journal
-- behind its length, and what few transitions change as MessagePack numbers:
--   now arrivals n waiting hash | undrained swept polled gap_from gap_to virtual paused listing
-- Every other key derives from it in `key`. ARGV[1] holds the settings of the node that calls, times in milliseconds.
local P                -- haven:{workspace}
local settings_given   -- ARGV[1]
local S                -- the state above, by name; given by `begin`
local now              -- milliseconds since 1970, never backwards within a workspace
local now_text         -- its digits
local entries = {}     -- pieces of this transition's journal lines
local first_id         -- number of the first of them, as text; nil while there is none
local notices = {}     -- what the calling node has to tell or do once the transition is committed
local elsewhere = {}   -- node, notice and the contact that it may show of those that this transition tells other nodes itself
local begun_with = {}  -- the three keys that `begin` has read, then their strings, false for none
local fetched = {}     -- strings that others have read, by key; false for none
local any_fetched      -- true once there are some
local order = {}       -- records read, in that order, so that writes come in a fixed order; kept by `record`
local loaded           -- the same by key, once they are many
local unsettled        -- navigators who give something up and are not at rest yet, how many; kept by `match`
local any_unfiled      -- true once a navigator's place in the ready sets is old; kept by `match`
local hopeful = {}     -- contacts that room is to be made for once everybody is at rest
local writes = {}      -- pairs of key and value for the last command; kept by `put`
local shown = {}       -- contacts that the reply tells of; kept by `contact.shown`
local showing          -- the one that was shown last, false for none; kept by `contact.shown`
local noted            -- the contact that noted last where this transition stands in the journal; kept by `contact.note`
local first_heads      -- the best lanes' names and places, once read; kept by `match.best_lanes`
local written, written_card   -- the contact whose card this transition has written itself, and that card
local store_records    -- given by `record`: puts the records that changed; with true notes them for the open checkpoint

-- Keys that hold no id, and beginnings of those that do, by name, of the workspace that the last call was for.
local NAMES = {'deadlines', 'kept', 'journal', 'ready', 'heads', 'undrained', 'commands', 'contact:', 'navigator:', 'card:', 'seen:'}
local keys_of, keys_for = {}, nil

local function key(name) return keys_of[name] or P .. ':' .. name end

-- The same for a beginning among NAMES and an id.
local function key_of(beginning, id) return keys_of[beginning] .. id end

-- The same for a beginning of keys that there are few of. They are kept: a text put together costs fifty times as much as one that is found.
local kept_key, forget_keys
do
  local MOST_KEYS = 1000
  local few, kept = {}, 0

  function forget_keys()
    few, kept = {['ready:'] = {}, ['fits:l:'] = {}, ['fits:p:'] = {}, ['lane:'] = {}, ['duty:'] = {}}, 0
  end

  function kept_key(beginning, id)
    local found = few[beginning][id]
    if found then return found end
    if kept >= MOST_KEYS then forget_keys() end
    found = P .. ':' .. beginning .. id
    few[beginning][id], kept = found, kept + 1
    return found
  end
end

local function empty(list)
  for i = #list, 1, -1 do list[i] = nil end
end

-- Begins a call: nothing of an earlier one, finished or failed, is left. Lists are emptied and not made anew: a new one that grows costs more
-- than what is put into it.
local function enter(keys, given)
  P, settings_given = keys[1], given[1]
  if P ~= keys_for then
    keys_of, keys_for = {}, P
    for i = 1, #NAMES do keys_of[NAMES[i]] = P .. ':' .. NAMES[i] end
    forget_keys()
  end
  S, now, first_id, loaded, noted, written, first_heads = nil, nil, nil, nil, nil, nil, nil
  written_card, showing = nil, false
  begun_with[1], begun_with[2], begun_with[3] = nil, nil, nil
  empty(entries)
  empty(notices)
  empty(elsewhere)
  empty(order)
  empty(shown)
  empty(writes)
  empty(hopeful)
  if any_fetched then fetched, any_fetched = {}, false end
  unsettled, any_unfiled = 0, false
end

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

-- Numbers as texts and back. In C either conversion costs thousands of instructions; here all but the last three digits are kept from call
-- to call, up to a bound: those of a time change once a second.
local MOST_KEPT = 300
local digits, padded, small = {}, {}, {}   -- 0 to 999 as texts, as texts of three digits, and the number of either text

-- What stands before a text of so many bytes in MessagePack.
local size_of = {}

local function size_bytes(lengths, length)
  local bytes
  if length < 32 then
    bytes = string.char(160 + length)
  elseif length < 256 then
    bytes = '\217' .. string.char(length)
  elseif length < 65536 then
    bytes = '\218' .. string.char(math.floor(length / 256), length % 256)
  else
    bytes = '\219' .. string.char(math.floor(length / 16777216), math.floor(length / 65536) % 256, math.floor(length / 256) % 256, length % 256)
  end
  if length < 4096 then lengths[length] = bytes end
  return bytes
end

-- Makes what all calls share; before the first one, since nothing of Lua can be called while the library loads.
local function prepare()
  for i = 0, 999 do
    digits[i], padded[i] = string.format('%d', i), string.format('%03d', i)
    small[digits[i]], small[padded[i]] = i, i
  end
  setmetatable(size_of, {__index = size_bytes})
end

local whole
do
  local texts, kept_texts = {}, 0

  -- The digits of a whole number of up to 15 digits.
  function whole(number)
    local text = digits[number]
    if text then return text end
    local low = number % 1000
    local tail = padded[low]
    if not tail or number < 0 then return string.format('%.0f', number) end
    local high = (number - low) / 1000
    text = digits[high] or texts[high]
    if not text then
      text = string.format('%.0f', high)
      if kept_texts >= MOST_KEPT then texts, kept_texts = {}, 0 end
      texts[high], kept_texts = text, kept_texts + 1
    end
    return text .. tail
  end
end

local function converted(text) return tonumber(text) end

local tonumber
do
  local numbers, kept_numbers = {}, 0

  -- Takes the place of Lua's own: the number that a text stands for, nil for none. A number is its own.
  function tonumber(text)
    local number = small[text]
    if number or not text or text == '' then return number end
    if type(text) == 'number' then return text end
    local low = #text > 3 and small[string.sub(text, -3)]
    if not low then return converted(text) end
    local front = string.sub(text, 1, -4)
    local high = small[front] or numbers[front]
    if not high then
      if not string.find(front, '^%d+$') then return converted(text) end
      high = converted(front)
      if kept_numbers >= MOST_KEPT then numbers, kept_numbers = {}, 0 end
      numbers[front], kept_numbers = high, kept_numbers + 1
    end
    return high * 1000 + low
  end
end

-- The string at a key, false when there is none; what `begin` has read already is not read again.
local function text_at(record_key)
  for i = 1, 3 do
    if record_key == begun_with[i] then return begun_with[i + 3] end
  end
  local text = fetched[record_key]
  if text == nil then return redis.call('GET', record_key) end
  return text
end

-- Keeps a string that was read, for `text_at`.
local function fetch(record_key, text)
  fetched[record_key], any_fetched = text, true
end

-- Settings by name, times in milliseconds; those of several nodes are kept. `caller` is the node that calls; empty when it tells others itself.
local SETTINGS = {'policy', 'offer', 'offer_phone', 'wrap', 'park', 'connect', 'exclusion', 'exclusion_crisis', 'lost_offer', 'lost_work',
  'latest', 'retention', 'ramp', 'node_lease', 'talk', 'cost_0', 'cost_1', 'cost_2', 'cost_3', 'cost_4', 'cost_5', 'ramp_step',
  'same', 'join', 'aside_up_to', 'aside_channels', 'aside_per_hour', 'ladder_up_to', 'ladder_pause', 'ladder',
  'first_answer', 'missed_limit', 'held_most', 'reserve', 'parallel_up_to', 'parallel', 'report', 'report_again', 'callback_again', 'callback_most', 'follow_up',
  'ask', 'ask_for', 'ask_not', 'caller'}
local settings
local read_settings
do
  local MOST_CALLERS = 256
  local kept, kept_callers = {}, 0

  function read_settings()
    settings = kept[settings_given]
    if settings then return end
    local values = split(settings_given, ',')
    settings = {cost = {}}
    for i = 1, #SETTINGS do settings[SETTINGS[i]] = i > 1 and tonumber(values[i]) or values[i] end
    for channel = 0, 5 do settings.cost[channel] = settings['cost_' .. channel] end
    settings.caller = settings.caller or ''
    if kept_callers >= MOST_CALLERS then kept, kept_callers = {}, 0 end
    kept[settings_given], kept_callers = settings, kept_callers + 1
  end
end

local begin, packed_seldom
do
  local second_text, second_began   -- the last second that a call saw, and its first millisecond
  local kept_state = {now = 0, arrivals = 0, n = 0, waiting = 0, hash = '', undrained = 0, swept = 0, polled = 0, gap_from = 0, gap_to = 0, virtual = 0,
    paused = 0, listing = 0}
  local seldom = {0, 0, 0, 0, 0, 0, 0, 0}   -- undrained to listing, as the last call found them
  local seldom_text                      -- the same, packed

  -- Reads state and clock, and in the same command up to three strings that the transition knows it needs. Virtual time exists only in workspaces
  -- that simulation and replay make for themselves.
  function begin(first, second, third)
    local got
    if third then
      got = redis.call('MGET', P, first, second, third)
    elseif second then
      got = redis.call('MGET', P, first, second)
    elseif first then
      got = redis.call('MGET', P, first)
    else
      got = redis.call('MGET', P)
    end
    begun_with[1], begun_with[2], begun_with[3] = first, second, third
    begun_with[4], begun_with[5], begun_with[6] = got[2], got[3], got[4]
    local text, at = got[1], nil
    S = kept_state
    if text then
      S.now, S.arrivals, S.n, S.waiting, S.hash, at = struct.unpack('>ddddBc0', text)
      text = string.sub(text, at)
    else
      S.now, S.arrivals, S.n, S.waiting, S.hash = 0, 0, 0, 0, ''
      text = cmsgpack.pack(0, 0, 0, 0, 0, 0, 0, 0)
    end
    if text ~= seldom_text then
      seldom = {cmsgpack.unpack(text)}
      seldom[8] = seldom[8] or 0   -- a state that was written before there was one
      seldom_text = text
    end
    S.undrained, S.swept, S.polled, S.gap_from, S.gap_to, S.virtual, S.paused, S.listing = unpack(seldom, 1, 8)
    if S.virtual > 0 then
      now = S.virtual
    else
      local t = redis.call('TIME')
      if t[1] ~= second_text then second_text, second_began = t[1], tonumber(t[1]) * 1000 end
      now = second_began + (small[string.sub(t[2], 1, -4)] or 0)
    end
    if now < S.now then now = S.now end
    S.now, now_text = now, whole(now)
    read_settings()
  end

  function packed_seldom()
    if S.undrained == seldom[1] and S.swept == seldom[2] and S.polled == seldom[3] and S.gap_from == seldom[4] and S.gap_to == seldom[5]
      and S.virtual == seldom[6] and S.paused == seldom[7] and S.listing == seldom[8] then
      return seldom_text
    end
    return cmsgpack.pack(S.undrained, S.swept, S.polled, S.gap_from, S.gap_to, S.virtual, S.paused, S.listing)
  end
end

-- One line of the journal: its type, and its fields as they stand there, with a comma before each. What many transitions write is put together
-- in one expression, which costs a third of `journal`.
local function line(kind, fields)
  local n, at = S.n + 1, #entries
  local id = whole(n)
  S.n, first_id = n, first_id or id
  entries[at + 1] = (at == 0 and '{"n":' or '\n{"n":') .. id .. ',"at":' .. now_text .. ',"type":"' .. kind .. '"'
  entries[at + 2] = fields
  entries[at + 3] = '}'
end

-- A field of such a line whose text may be empty, and then is left out; `label` is ',"name":"'.
local function named(label, text) return text ~= '' and label .. text .. '"' or '' end

local journal
do
  local labels = {}   -- a name as it stands in a line, by name

  -- The same from pairs of name and value. A value that is a number stays one; text must be an id or a code; what is empty is left out.
  function journal(kind, ...)
    local pairs_of = {...}
    local out, at = {}, 0
    for i = 1, #pairs_of, 2 do
      local name, value = pairs_of[i], pairs_of[i + 1]
      if value ~= nil and value ~= '' then
        local label = labels[name]
        if not label then
          label = ',"' .. name .. '":'
          labels[name] = label
        end
        out[at + 1] = label
        if type(value) == 'number' then
          out[at + 2], at = whole(value), at + 2
        else
          local first = string.byte(value)
          if first == 91 or first == 123 then   -- [ or {
            out[at + 2], at = value, at + 2
          else
            out[at + 2], out[at + 3], out[at + 4], at = '"', value, '"', at + 4
          end
        end
      end
    end
    line(kind, table.concat(out))
  end
end

-- The number under which this transition's lines will stand in the journal stream.
local function journal_id() return first_id or whole(S.n + 1) end

-- Asks the calling node to tell or do something once the transition is committed: type, node, navigator, sequence number, and what the type
-- needs, all texts. What is for the desktops of another node is told there by this transition.
local notice, tell
do
  local function told(node, text)
    notices[#notices + 1] = text
    if node ~= '' and node ~= settings.caller and settings.caller ~= '' then
      local at = #elsewhere
      elsewhere[at + 1], elsewhere[at + 2], elsewhere[at + 3] = node, text, showing
    end
  end

  function notice(kind, node, ...) told(node, cmsgpack.pack(kind, node, ...)) end

  -- The same for what many transitions tell, put together in one expression: `head` is the packed type, `rest` what follows the number.
  function tell(head, node, navigator_id, seq, rest)
    told(node, head .. size_of[#node] .. node .. size_of[#navigator_id] .. navigator_id .. size_of[#seq] .. seq .. rest)
  end
end

-- Writes a string together with the records at the end of the transition, which must not read it in between.
local function put(name, text)
  writes[#writes + 1] = name
  writes[#writes + 1] = text
end

-- Whether a checkpoint is open, see checkpoint.lua.
local function is_listing() return S.listing > now end

local finish
do
  local MOST_AT_ONCE = 2000   -- keys and values of one command: Lua has room for 8,000 arguments, an even number of them

  -- Tells other nodes what is for their desktops, with the contacts that it shows and the card that the calling node has at hand: one message for
  -- each node, texts one behind the other as in a reply. One that is lost, or refused, is made good when desktops are compared with the store.
  local function tell_others()
    local messages, nodes = {}, {}
    for i = 1, #elsewhere, 3 do
      local node, text, c = elsewhere[i], elsewhere[i + 1], elsewhere[i + 2]
      local m = messages[node]
      if not m then
        m = {notices = {}, contacts = {}, shows = {}}
        messages[node], nodes[#nodes + 1] = m, node
      end
      m.notices[#m.notices + 1] = size_of[#text] .. text
      if c and not m.shows[c] then
        m.shows[c] = true
        local head, card = '\165shown' .. size_of[#c.id] .. c.id, ''
        if c == written then
          card = '\164card' .. size_of[#c.id] .. c.id .. size_of[#written_card] .. written_card
          card = size_of[#card] .. card
        end
        m.contacts[#m.contacts + 1] = size_of[#head] .. head .. size_of[#c._text] .. c._text .. card
      end
    end
    for i = 1, #nodes do
      local m = messages[nodes[i]]
      redis.pcall('PUBLISH', key('to:' .. nodes[i]), table.concat(m.notices) .. table.concat(m.contacts))
    end
  end

  -- Writes journal and state; everything else must have been written before. Answers status and details, then the notices.
  function finish(status, first, second, ...)
    if #entries > 0 then
      local lines = table.concat(entries)
      S.hash = redis.sha1hex(S.hash .. lines)
      redis.call('XADD', keys_of.journal, first_id .. '-0', 'e', lines, 'h', S.hash)
    end
    if S.listing ~= 0 and not is_listing() then   -- nobody goes on with it: nothing is noted for nobody
      redis.call('UNLINK', key('unlisted'))
      S.listing = 0
    end
    put(P, struct.pack('>ddddBc0', S.now, S.arrivals, S.n, S.waiting, #S.hash, S.hash) .. packed_seldom())
    store_records(S.listing ~= 0)
    local count = #writes
    if count <= MOST_AT_ONCE then
      redis.call('MSET', unpack(writes))
    else   -- as the end of a pause has, for whom it lets many take
      for from = 1, count, MOST_AT_ONCE do redis.call('MSET', unpack(writes, from, math.min(from + MOST_AT_ONCE - 1, count))) end
    end
    for i = 1, #shown do
      local c, at = shown[i], #notices
      notices[at + 1], notices[at + 2] = '\165shown' .. size_of[#c.id] .. c.id, c._text
    end
    if #elsewhere > 0 then tell_others() end
    if not first then return {status, notices} end
    if not second then return {status, first, notices} end
    local reply = {status, first, second, ...}
    reply[#reply + 1] = notices
    return reply
  end
end

-- A reply without any change.
local function refuse(...)
  local reply = {...}
  reply[#reply + 1] = {}
  return reply
end
