#!lua flags=allow-oom
-- The person is gone: hung up or closed the chat.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches contact       string :contact:<id>, its navigator, lanes
--         tries         string :tries:<person> when a known person went unserved
-- ARGV    settings      of the calling node
--         id cause      cause is a code such as hangup
-- Reply   {"ABANDONED" | "CALLBACK" | "WRAPPING" | "CLOSED", notices} | {"OWED", []} nobody is on the line of a report | {"MISSING", []}
-- Event   contact.abandoned, outside.ended, offer.canceled or engagement.returned, then contact.closed, or contact.kept: the same contact waits on as kind callback with its place when its tier is strict
-- Again: CLOSED, or CALLBACK without any change. Cost O(log n).
local id, cause = ARGV[2], ARGV[3]

begin()
local c = contact.load(id)
if c.state == '' then return refuse('MISSING') end
if c.state == 'closed' or c.state == 'wrapping' then return refuse('CLOSED') end
-- Nobody is on the line of a callback: what is told is told again, or of a call that its navigator makes and ends themselves. One for later that is
-- not strict may be given up.
if c.kind == 'callback' and c.live == '' and (c.state ~= 'scheduled' or contact.strict(c)) then return refuse('CALLBACK') end
if c.kind == 'adverse_event_report' then return refuse('OWED') end
journal('contact.abandoned', 'contact', id, 'state', c.state, 'cause', cause)
contact.note(c)
if c.out ~= '' then work.end_outside(c, 'caller_gone') end
c.live = ''
local n = c.nav ~= '' and navigator.load(c.nav) or nil
if c.state == 'engaged' and c.est ~= 'connecting' then
  work.wrap_up(c, n, cause)
  return finish('WRAPPING')
end
contact.tried(c, 'g')
local came_back = c.state == 'engaged' or c.state == 'offered'
local freed = {}
if c.state == 'offered' then
  freed = parallel.end_others(c, 'canceled')
  work.end_offer(c, n, 'canceled')
end
if c.state == 'engaged' then
  local offer_id = contact.offer_id(c)
  work.release(c, n)
  notice('engagement_ended', n.node, n.id, navigator.next_seq(n), offer_id, c.id, 'caller_gone')
  journal('engagement.returned', 'offer', offer_id, 'contact', c.id, 'navigator', n.id, 'cause', 'caller_gone')
end
if contact.strict(c) then
  c.kind = 'callback'
  journal('contact.kept', 'contact', id, 'kind', 'callback')
  if came_back then
    match.back_to_waiting(c, nil)
    parallel.settle(freed, n)
  end
  return finish('CALLBACK')
end
if c.state == 'waiting' then match.withdraw(c) end
if c.state == 'joined' then group.leave(c) end
work.close(c, 'abandoned')
c.nav = ''
parallel.settle(freed, n)
return finish('ABANDONED')
