-- Contacts and navigators as tables. Each is one string in Redis, its fields packed as the `--@ record` line says that names them: first the
-- rest, what seldom changes, as one text of its own, then the record's own fields. A record is read once, and written once, at the end of
-- the transition, when it changed. Every field is a text; an empty one is absent. A record whose first own field is empty does not exist.
local function record(record_key, unpacked)
  local r = loaded[record_key]
  if r then return r end
  r = unpacked(text_at(record_key) or '')
  r._key = record_key
  loaded[record_key] = r
  order[#order + 1] = r
  return r
end

-- Puts what changed; what is no more is deleted.
function store_records()
  for i = 1, #order do
    local r = order[i]
    local text = r._packed(r)
    if text ~= r._text then
      r._text = text
      if text == '' then
        redis.call('DEL', r._key)
      else
        put(r._key, text)
      end
    end
  end
end
