-- Contacts and navigators as tables. Each is one string in Redis, its fields packed as the `--@ record` line says that names them: first the
-- rest, what seldom changes, as one text of its own, then what few records have at all, as another, then the record's own fields. A record is read once, and written once, at the end of
-- the transition, when it changed. Every field is a text; an empty one is absent. A record whose first own field is empty does not exist.
-- The record of that key when this call has read it, else nil.
local function record_at(record_key)
  if loaded then return loaded[record_key] end
  for i = 1, #order do
    if order[i]._key == record_key then return order[i] end
  end
  return nil
end

local function record(record_key, unpacked, id)
  local r = record_at(record_key)
  if r then return r end
  r = unpacked(text_at(record_key) or '', record_key, id)
  local count = #order + 1
  order[count] = r
  if loaded then
    loaded[record_key] = r
  elseif count > 8 then
    loaded = {}
    for i = 1, count do loaded[order[i]._key] = order[i] end
  end
  return r
end

-- Puts what changed; what is no more is deleted. While a checkpoint is open, either is noted: what it has listed of them is old.
function store_records(listing)
  for i = 1, #order do
    local r = order[i]
    local text = r._packed(r)
    if text ~= r._text then
      r._text = text
      if listing then redis.call('SADD', key('unlisted'), string.sub(r._key, #P + 2)) end
      if text == '' then
        redis.call('DEL', r._key)
      else
        put(r._key, text)
      end
    end
  end
end
