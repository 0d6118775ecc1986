-- Several pending offers of one contact at once; the first who accepts has it.
--
-- `nav`, `try` and `oep` of the contact are those of its first pending offer. `also` holds the others, navigator>attempt>session; each.
-- All end at the same time. The contact waits again only when the last of them is over.
local parallel = {}

local function others(c)
  local list = {}
  for with, try, session in string.gmatch(c.also, '([^>;]+)>(%d+)>([^;]*);') do
    list[#list + 1] = {navigator = with, try = try, session = session, id = c.id .. '.' .. try}
  end
  return list
end

local function write(c, list)
  local texts_of = {}
  for i, o in ipairs(list) do texts_of[i] = o.navigator .. '>' .. o.try .. '>' .. o.session .. ';' end
  c.also = table.concat(texts_of)
end

-- All pending offers, the first one first.
function parallel.all(c)
  local list = others(c)
  table.insert(list, 1, {navigator = c.nav, try = c.try, session = c.oep, id = contact.offer_id(c)})
  return list
end

-- Who has that pending offer, when it is not the first one; nil for nobody.
function parallel.holder(c, offer_id)
  if c.also == '' then return nil end
  for _, o in ipairs(others(c)) do
    if o.id == offer_id then return o.navigator end
  end
  return nil
end

-- Offers the contact to further free navigators, as many as its plan says, or the settings for its tier; each needs room of their own.
function match.offer_to_more(c)
  local many = tonumber(c.wide) or 1
  if contact.rank(c) <= settings.parallel_up_to then many = math.max(many, settings.parallel) end
  if many < 2 then return end
  local bits = text_at(kept_key('fits:l:', c.lane)) or ''
  for _ = 2, many do
    local n = match.ready_for(c, bits, '')
    if not n then return end
    c.last = whole(contact.attempts(c) + 1)
    n.off = c.id .. '.' .. c.last
    navigator.unfile(n)
    navigator.count(n, 'cnt', tonumber(c.ch), 1)
    c.also = c.also .. n.id .. '>' .. c.last .. '>' .. n.ep .. ';'
    journal('offer.added', 'offer', n.off, 'contact', c.id, 'navigator', n.id, 'tier', tonumber(c.tier), 'rank', contact.rank(c), 'order',
      tonumber(c.ord), 'policy', settings.policy)
    contact.note(c)
    notice('offer', n.node, n.id, navigator.next_seq(n), n.off, contact.shown(c), contact.card(c))
    navigator.file(n)
  end
end

-- The contact as one of the navigators it is offered to sees it.
function contact.facts_for(c, navigator_id, try)
  local facts = contact.facts(c)
  facts[13], facts[14] = navigator_id, try
  return facts
end

-- Makes that pending offer the contact's first one. Answers false when its navigator has none of that name.
function parallel.lead(c, navigator_id, offer_id)
  local list = parallel.all(c)
  for i, o in ipairs(list) do
    if o.id == offer_id and o.navigator == navigator_id then
      table.remove(list, i)
      c.last = whole(contact.attempts(c))
      c.nav, c.try, c.oep = o.navigator, o.try, o.session
      write(c, list)
      return true
    end
  end
  return false
end

-- Takes one pending offer from its navigator. Answers whether the contact is still offered to somebody else.
function work.end_one(c, n, cause, whom)
  local offer_id = work.end_offer(c, n, cause, whom)
  if c.also == '' then return false end
  local kept = {}
  for _, o in ipairs(parallel.all(c)) do
    if o.id ~= offer_id then kept[#kept + 1] = o end
  end
  c.last = whole(contact.attempts(c))
  local first = table.remove(kept, 1)
  c.nav, c.try, c.oep = first.navigator, first.try, first.session
  write(c, kept)
  return true
end

-- Takes all pending offers but the first from their navigators, whom the caller settles.
function parallel.end_others(c, cause)
  if c.also == '' then return {} end
  c.last = whole(contact.attempts(c))
  local list = others(c)
  for i, o in ipairs(list) do
    local n = navigator.load(o.navigator)
    work.end_offer(c, n, cause)
    list[i] = n
  end
  c.also = ''
  return list
end

-- Those and, if there is one, n come to rest in the order in which they would be asked: by load, then the longest idle first.
function parallel.settle(list, n)
  list[#list + 1] = n
  table.sort(list, function(a, b)
    local more, fewer = navigator.units(kept_six(a.cnt)), navigator.units(kept_six(b.cnt))
    if more ~= fewer then return more < fewer end
    local later, sooner = tonumber(a.idle) or 0, tonumber(b.idle) or 0
    if later ~= sooner then return later < sooner end
    return a.id < b.id
  end)
  for _, one in ipairs(list) do match.settle(one) end
end

-- The pending offer was made to a session that is no more; the newer one has it.
function parallel.to_session(c, n)
  local list = others(c)
  for _, o in ipairs(list) do
    if o.navigator == n.id then o.session = n.ep end
  end
  write(c, list)
end

-- Tells the urgency to everybody it is offered to but the first.
function parallel.tell_urgency(c)
  if c.also == '' then return end
  for _, o in ipairs(others(c)) do
    local n = navigator.load(o.navigator)
    notice('urgency', n.node, n.id, navigator.next_seq(n), o.id, contact.shown(c), contact.card(c))
  end
end
