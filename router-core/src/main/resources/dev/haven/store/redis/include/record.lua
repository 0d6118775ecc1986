-- Hashes as tables: each is read once, and what changed is written once, at the end of the transition.
local loaded = {}   -- key to record
local order = {}    -- keys in the order they were read, so that writes come in a fixed order

-- A record's fields are read and set as record.field; an empty text means that the field is absent.
local ABSENT = {__index = function() return '' end}

local function new_record(hash_key, fields)
  local r = setmetatable({}, ABSENT)
  r._was, r._fields, r._key = setmetatable({}, ABSENT), fields, hash_key
  loaded[hash_key] = r
  order[#order + 1] = hash_key
  return r
end

local function record(hash_key, fields)
  if loaded[hash_key] then return loaded[hash_key] end
  local r = new_record(hash_key, fields)
  local flat = redis.call('HGETALL', hash_key)
  for i = 1, #flat, 2 do
    r[flat[i]], r._was[flat[i]] = flat[i + 1], flat[i + 1]
  end
  return r
end

function store_records()
  for i = 1, #order do
    local r = loaded[order[i]]
    local set, gone = {}, {}
    for j = 1, #r._fields do
      local f = r._fields[j]
      local value = r[f]
      if type_of(value) == 'number' then value = whole(value) end
      if value ~= r._was[f] then
        if value == '' then
          gone[#gone + 1] = f
        else
          set[#set + 1] = f
          set[#set + 1] = value
        end
        r._was[f] = value
      end
    end
    if #set > 0 then redis.call('HSET', r._key, unpack(set)) end
    if #gone > 0 then redis.call('HDEL', r._key, unpack(gone)) end
  end
end
