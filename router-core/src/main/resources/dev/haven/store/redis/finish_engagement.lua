#!lua flags=allow-oom
-- Ends the conversation; wrap-up begins, or everything ends when a disposition is given.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches contact       string :contact:<id>, navigator, ready sets, lanes
--         notes         string :notes:<id> sealed notes of the wrap-up
-- ARGV    settings      of the calling node
--         navigator_id session engagement_id contact_id
--         disposition   '' to begin the wrap-up only
--         notes         sealed, '' for none
--         members       contacts joined under it that end with it, comma between; the others wait again
-- Reply   {"WRAPPING" | "COMPLETED", notices} | {"AGAIN", notices} nobody was reached, the next attempt is scheduled | {"SAME", []} | {"NOTED", []} after a wrap-up that timed out | {"UNREPORTED", []} a report that was not submitted | {"STRANGER", contact_id, []} it is not joined under this one
--         | {"LEFT", notices} the part of a navigator who was consulted | {"MISSING", []} | {"SESSION", []}
-- Event   engagement.wrapping | engagement.completed, contact.closed or contact.rescheduled, contact.closed or contact.parted of each member | engagement.noted | consult.ended
-- Again: SAME. Cost O(log n).
local navigator_id, session, engagement_id, contact_id, disposition, notes = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7]
local members = ARGV[8]

local navigator_key, contact_key = key_of('navigator:', navigator_id), key_of('contact:', contact_id)
begin(navigator_key, contact_key)
if disposition ~= '' and notes == '' and members == '' then
  local reply = straight.complete(navigator_id, navigator_key, session, engagement_id, contact_id, contact_key, disposition)
  if reply then return reply end
end
local n = navigator.load(navigator_id, navigator_key)
if n.ep ~= session then return refuse('SESSION') end
local c = contact.load(contact_id, contact_key)
if c.state == '' or c.try == '' then return refuse('MISSING') end
if c.nav ~= navigator_id or contact.offer_id(c) ~= engagement_id then return consult.leave(c, n, engagement_id) end
if c.state == 'closed' then
  if disposition == '' or c.disp ~= 'wrap_up_timeout' then return finish('SAME') end
  c.disp = disposition
  if notes ~= '' then redis.call('SET', key('notes:' .. contact_id), notes) end
  journal('engagement.noted', 'offer', engagement_id, 'contact', contact_id, 'navigator', navigator_id, 'disposition', disposition)
  contact.note(c)
  return finish('NOTED')
end
if c.state ~= 'engaged' and c.state ~= 'wrapping' then return refuse('MISSING') end
if disposition == '' then
  if c.state == 'wrapping' then return finish('SAME') end
  if c.live == '1' then work.command(engagement_id .. '.release', 'release', c, '') end
  work.wrap_up(c, n, 'finished')
  return finish('WRAPPING')
end
if work.unreported(c) then return refuse('UNREPORTED') end
for _, id in ipairs(split(members, ',')) do
  if not group.names(c, id) then return refuse('STRANGER', id) end
end
if notes ~= '' then redis.call('SET', key('notes:' .. contact_id), notes) end
if c.live == '1' then work.command(engagement_id .. '.release', 'release', c, '') end
c.live = ''
work.complete(c, n, disposition, members ~= '' and ',' .. members .. ',' or nil)
if c.state == 'scheduled' then return finish('AGAIN') end
return finish('COMPLETED')
