-- Contacts of one known person that come within minutes: all but one are joined under that one, their lead, which stands where the best of
-- them would: with the most urgent tier and the earliest order time. A person is known by id, never by an address alone.
--
-- A lead names its members in `grp`, their ids with a comma behind each; a member names its lead in `lead`. A member is offered to nobody,
-- climbs no ladder and does not age. It is closed when the disposition of its lead names it; else it waits again, with its own place.
-- `group:<person>` has when the last of them came, ms, a blank, and their lead; what it says is checked against the lead.
local group = {}
local MOST_JOINED = 8
local LOOKED_AT = 3600000   -- ms between two looks at a joined contact

-- Where the person can be spoken to now comes before where they wrote: 3 for a call on the line, 2 for a chat, 1 for anything else.
local function nearness(c)
  if c.live == '1' then return 3 end
  return c.ch == '1' and 2 or 1
end

local function members_of(l)
  local list = split(l.grp, ',')
  list[#list] = nil
  for i = 1, #list do list[i] = contact.load(list[i]) end
  return list
end

function group.names(l, id) return string.find(',' .. l.grp, ',' .. id .. ',', 1, true) ~= nil end

-- Tells whoever the lead is offered to, or works on it, who its members are now.
local function tell_members(l)
  if l.state ~= 'offered' and l.state ~= 'engaged' and l.state ~= 'wrapping' then return end
  for _, o in ipairs(parallel.all(l)) do
    local n = navigator.load(o.navigator)
    notice('members', n.node, n.id, navigator.next_seq(n), o.id, l.id, l.grp)
  end
end

-- The lead that a new contact may be joined under or take over, nil for none.
local function lead_for(c)
  local known = redis.call('GET', key('group:' .. c.pid))
  if not known then return nil end
  local at, id = string.match(known, '^(%d+) (.*)$')
  if now - tonumber(at) > settings.join then return nil end
  local l = contact.load(id)
  if l.pid ~= c.pid or l.kind ~= 'inbound' or #split(l.grp, ',') > MOST_JOINED then return nil end
  if nearness(c) == 3 and nearness(l) == 3 then return nil end
  if l.state == 'waiting' then return l end
  if nearness(c) > nearness(l) then return nil end
  if l.state == 'offered' then return l end
  local talks = l.state == 'engaged' and (l.est == 'talking' or l.est == 'on_hold')
  return talks and tonumber(c.tier) >= tonumber(l.tier) and l or nil
end

local function put_under(m, l)
  m.state, m.lead = 'joined', l.id
  contact.leave_ladder(m)
  l.grp = l.grp .. m.id .. ','
  journal('contact.joined', 'contact', m.id, 'lead', l.id)
  contact.note(m)
  contact.note(l)
  contact.deadline(m, now + LOOKED_AT)
end

-- Gives a lead the better of its own place and a member's; answers whether that changed it.
local function adopt(l, m)
  local tier, rank, earliest = tonumber(m.tier), contact.rank(m), math.min(tonumber(l.ord), tonumber(m.ord))
  local more_urgent = tier < tonumber(l.tier)
  if not more_urgent and rank >= contact.rank(l) and earliest == tonumber(l.ord) then return false end
  if more_urgent then l.tier, l.score = m.tier, m.score end
  if m.aged == '1' then l.aged = '1' end
  if earliest < tonumber(l.ord) then l.ord, l.from = whole(earliest), m.from end
  if m.latest ~= '' then l.latest = l.latest ~= '' and whole(math.min(tonumber(l.latest), tonumber(m.latest))) or m.latest end
  journal('contact.led', 'contact', l.id, 'member', m.id, 'tier', tonumber(l.tier), 'order', earliest, 'aged', tonumber(l.aged), 'latest', tonumber(l.latest))
  contact.note(l)
  return true
end

-- A lead's place changed while it waits or is offered.
local function stand_better(l)
  if l.state == 'waiting' then
    match.replace(l, true)
  elseif l.state == 'offered' then
    contact.stand_on_ladder(l)
    match.first_answer(l)
    for _, o in ipairs(parallel.all(l)) do
      local n = navigator.load(o.navigator)
      notice('urgency', n.node, n.id, navigator.next_seq(n), o.id, contact.shown(l), contact.card(l))
    end
  end
end

-- A new contact takes the place of a lead that waits: the lead and its members are joined under it.
local function take_over(c, l)
  if l.held ~= '' then journal('hold.ended', 'contact', l.id, 'navigator', l.held) end
  leave_lane(l)
  release_hold(l)
  local freed = match.end_drain(l)
  local moved = members_of(l)
  l.grp = ''
  for i = 1, #moved do put_under(moved[i], c) end
  put_under(l, c)
  adopt(c, l)
  match.contact(c, true)
  if freed and freed.id ~= c.drain then match.settle(freed) end
end

-- A contact that was just placed waits on its own, under a lead, or as one.
function match.arrive(c)
  local joins = settings.join > 0 and c.pid ~= '' and c.kind == 'inbound'
  local l = joins and lead_for(c)
  local leads = not l or (l.state == 'waiting' and (nearness(c) > nearness(l) or (nearness(c) == nearness(l) and tonumber(c.tier) < tonumber(l.tier))))
  if joins then redis.call('SET', key('group:' .. c.pid), now_text .. ' ' .. (leads and c.id or l.id), 'PX', 86400000) end
  if not l then
    match.contact(c, true)
  elseif leads then
    take_over(c, l)
  else
    if l.state ~= 'engaged' then match.first_answer(c) end
    put_under(c, l)
    local better_now = adopt(l, c)
    tell_members(l)
    if better_now then stand_better(l) end
  end
end

-- A member waits on its own from now on, with its own place.
function group.part(m)
  local l = m.lead
  m.lead = ''
  journal('contact.parted', 'contact', m.id, 'lead', l)
  contact.note(m)
  match.contact(m, true)
end

local function without(l, id)
  local kept = {}
  for _, other in ipairs(split(l.grp, ',')) do
    if other ~= '' and other ~= id then kept[#kept + 1] = other .. ',' end
  end
  l.grp = table.concat(kept)
end

-- The person gave a member up: its lead does without it.
function group.leave(m)
  local l = contact.load(m.lead)
  without(l, m.id)
  m.lead = ''
  tell_members(l)
end

-- A member's tier changed: its lead stands where it would, or the member goes its own way when the lead is with somebody already.
function group.changed(m)
  local l = contact.load(m.lead)
  if tonumber(m.tier) >= tonumber(l.tier) then
    tell_members(l)
  elseif l.state == 'waiting' or l.state == 'offered' then
    adopt(l, m)
    stand_better(l)
  else
    without(l, m.id)
    tell_members(l)
    group.part(m)
  end
end

local function part_all(list)
  table.sort(list, function(a, b) return better(contact.place(a), contact.member(a), contact.place(b), contact.member(b)) end)
  for i = 1, #list do group.part(list[i]) end
end

-- A lead was lowered: members that are more urgent now go their own way.
function match.part_better(l)
  if l.grp == '' then return end
  local list = {}
  for _, m in ipairs(members_of(l)) do
    if tonumber(m.tier) < tonumber(l.tier) then list[#list + 1] = m end
  end
  if #list == 0 then return end
  for i = 1, #list do without(l, list[i].id) end
  tell_members(l)
  part_all(list)
end

-- A lead ends: members that its disposition names end with it, the others wait again. `ended` holds their ids between commas.
function work.end_group(l, ended)
  if l.grp == '' then return end
  local list = {}
  for _, m in ipairs(members_of(l)) do
    if ended and string.find(ended, ',' .. m.id .. ',', 1, true) then
      m.nav = l.nav
      work.close(m, l.disp)
    else
      list[#list + 1] = m
    end
  end
  l.grp = ''
  part_all(list)
end

-- Looks whether a joined contact still has a lead.
function group.look(m)
  local l = contact.load(m.lead)
  if l.state ~= '' and l.state ~= 'closed' and group.names(l, m.id) then return contact.deadline(m, now + LOOKED_AT) end
  group.part(m)
end
