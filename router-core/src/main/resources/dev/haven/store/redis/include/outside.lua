-- A call that is brought to a number outside: the platform rings it, and the caller goes to whoever answers. Until then the contact is where it
-- was, with its navigator on hold or in its place among the waiting, and whoever takes it first has it.
--
-- An interpreter is called the same way for a navigator who does not speak the person's language; whoever answers joins the two.
--
-- A contact's `out` is to>state>attempt>ends>cause>key>rung: what the site calls the number, ringing asking joining or connected, the number of
-- the attempt, when this state ends, ms (empty once connected), what it is rung for: transfer step ladder interpreter, 1 when whoever answers must press a
-- key first, and when a rung of the ladder comes that waits for its end, ms. Numbers themselves stand nowhere here.
local outside = {}

function outside.of(c)
  if c.out == '' then return nil end
  local to, state, try, ends, cause, more = string.match(c.out, '^([^>]*)>([^>]*)>([^>]*)>([^>]*)>([^>]*)(.*)$')
  local pressed, rung = string.match(more, '^>([^>]*)>(.*)$')
  return {to = to, state = state, try = try, ends = ends, cause = cause, key = pressed or '', rung = rung or '', id = c.id .. '.' .. try}
end

-- The attempt to bring the caller there that is not decided yet, nil for none.
function outside.open(c)
  local o = outside.of(c)
  return o and o.state ~= 'connected' and o.cause ~= 'interpreter' and o or nil
end

-- The interpreter who is called or there, nil for none.
function outside.interpreter(c)
  local o = outside.of(c)
  return o and o.cause == 'interpreter' and o or nil
end

local function keep_outside(c, o)
  c.out = table.concat({o.to, o.state, o.try, o.ends, o.cause, o.key, o.rung}, '>')
  if o.ends == '' then
    redis.call('ZREM', key('deadlines'), 'x:' .. c.id)
  else
    redis.call('ZADD', key('deadlines'), o.ends, 'x:' .. c.id)
  end
end

local function tell_outside(kind, c, o, ...)
  journal('outside.' .. kind, 'contact', c.id, 'outside', o.id, 'to', o.to, ...)
  contact.note(c)
end

-- Whether whoever answers must press a key before they get the caller: no answering machine does.
local function must_press(to, cause)
  return string.find(settings.ask_for, '+' .. cause .. '+', 1, true) and not string.find(settings.ask_not, '+' .. to .. '+', 1, true)
end

-- Rings a number. `body` is what the command finds it by: its name, or the number itself, sealed.
function outside.ring(c, to, cause, body)
  c.last = whole(contact.attempts(c) + 1)
  local o = {to = to, state = 'ringing', try = c.last, ends = whole(now + settings.connect), cause = cause, key = must_press(to, cause) and '1' or '',
    rung = '', id = c.id .. '.' .. c.last}
  keep_outside(c, o)
  tell_outside('ringing', c, o, 'cause', cause, 'key', o.key)
  work.command(o.id .. '.connect', 'outside', c, body)
  return o.id
end

-- Tells the navigator of their interpreter. state: needed ringing joined ended
local function tell_interpreter(c, n, language, state, cause)
  notice('interpreter', n.node, n.id, navigator.next_seq(n), contact.offer_id(c), c.id, language, state, cause)
end

-- Calls an interpreter of that language for the navigator who talks.
function outside.interpret(c, n, language)
  local id = outside.ring(c, 'interpreter.' .. language, 'interpreter', 'interpreter.' .. language)
  tell_interpreter(c, n, language, 'ringing', '')
  return id
end

-- A step of its plan gave up the language and its navigator does not speak it: an interpreter is called to a call that is on the line now; of
-- anything else the navigator is told.
function work.may_need_interpreter(c, n)
  local language = string.match(c.lang, '^%a+')
  if c.itp == '' or not language or language == 'und' or language == 'any' or match.speaks(n.prof, language) then return end
  if c.live == '1' then
    if c.est == 'talking' then outside.interpret(c, n, language) end
  else
    tell_interpreter(c, n, language, 'needed', '')
  end
end

-- Somebody or something answered and hears the question; a key decides which. The contact keeps its place meanwhile.
function outside.ask(c, o)
  o.state, o.ends = 'asking', whole(now + settings.ask)
  keep_outside(c, o)
  tell_outside('asked', c, o)
end

-- Somebody answered: the caller is on the way to them.
-- by: key when they said so by a key, unasked when the platform cannot ask, empty when nobody was to be asked
function outside.answered(c, o, by)
  o.state, o.ends = 'joining', whole(now + settings.connect)
  keep_outside(c, o)
  tell_outside('answered', c, o, 'by', by)
end

-- A rung of the ladder that would ring another number comes when this attempt is over.
function outside.then_climb(c, o)
  contact.climb_at(c, math.max(now, tonumber(o.ends)) + 1)
  o.rung = c.climb
  keep_outside(c, o)
end

-- Ends an attempt that is not decided yet, whatever becomes of the contact.
-- cause: taken taken_back caller_gone no_answer not_confirmed hung_up not_connected not_allowed no_call_port finished and others
function work.end_outside(c, cause)
  local o = outside.of(c)
  if not o or o.state == 'connected' and o.cause ~= 'interpreter' then return end
  c.out = ''
  redis.call('ZREM', key('deadlines'), 'x:' .. c.id)
  tell_outside('ended', c, o, 'cause', cause)
  if o.state == 'asking' or o.cause == 'interpreter' then work.command(o.id .. '.dismiss', 'dismiss', c, '') end
  if o.rung ~= '' and o.rung == c.climb then contact.climb_at(c, now) end
end

-- The engagement that an interpreter was called to is over, or goes elsewhere.
function work.end_interpreter(c, cause)
  if c.out ~= '' and outside.interpreter(c) then work.end_outside(c, cause) end
end

-- The interpreter does not go along; their navigator is told.
function outside.let_interpreter_go(c, n, cause)
  local o = outside.interpreter(c)
  if not o then return end
  work.end_outside(c, cause)
  tell_interpreter(c, n, string.sub(o.to, 13), 'ended', cause)
end

-- It came to nothing. A contact that waits has its place still; a navigator has the caller back, unless their own line was let go already.
function outside.failed(c, cause)
  local o = outside.of(c)
  if o.cause == 'interpreter' then return outside.let_interpreter_go(c, navigator.load(c.nav), cause) end
  if o.state == 'asking' and (cause == 'hung_up' or cause == 'no_answer') then cause = 'not_confirmed' end
  work.end_outside(c, cause)
  if c.state ~= 'engaged' then return end
  local n = navigator.load(c.nav)
  if o.state == 'joining' then return work.give_back(c, n, 'outside_failed', false) end
  c.est = 'talking'
  contact.deadline(c, now + settings.talk)
  journal('engagement.resumed', 'offer', contact.offer_id(c), 'contact', c.id, 'navigator', n.id, 'cause', cause)
  notice('engagement_updated', n.node, n.id, navigator.next_seq(n), contact.offer_id(c), c.id, 'talking', cause)
  work.steer(c, n)
  work.may_need_interpreter(c, n)
end

-- Both are together. A navigator who sent the caller there wraps up; a contact that waited is closed, and nobody is offered it any more.
function outside.connected(c, o)
  o.state, o.ends = 'connected', ''
  keep_outside(c, o)
  tell_outside('connected', c, o)
  if o.cause == 'interpreter' then return tell_interpreter(c, navigator.load(c.nav), string.sub(o.to, 13), 'joined', '') end
  c.live = ''
  local n = c.nav ~= '' and navigator.load(c.nav) or nil
  if c.state == 'engaged' then return work.wrap_up(c, n, 'outside') end
  local freed = {}
  if c.state == 'offered' then
    freed = parallel.end_others(c, 'canceled')
    work.end_offer(c, n, 'canceled')
  else
    match.withdraw(c)
  end
  work.close(c, 'outside')
  c.nav = ''
  parallel.settle(freed, n)
end
