-- Cursors of Redis that a caller holds from one call to the next. They mean nothing to another process, such as a replica that took over, so a
-- bookmark says whose its cursor is.
local bookmark = {}

do
  local process   -- names this process' Lua, made when it is first asked for

  local function own()
    if not process then
      local t = redis.call('TIME')
      process = t[1] .. '.' .. t[2]
    end
    return process
  end

  function bookmark.of(cursor) return own() .. ':' .. cursor end

  -- Its cursor; nil when that means nothing here.
  function bookmark.cursor(text)
    local whose, cursor = string.match(text, '^([^:]*):(%d+)$')
    return whose == own() and cursor or nil
  end
end
