#!lua flags=allow-oom
-- The first navigator hands the contact over, brings all three together or goes on alone; or the pipeline reports on the second one's call.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches contact       string :contact:<id>, navigators, lanes, ready sets, deadlines member k:<contact>
-- ARGV    settings      of the calling node
--         navigator_id session   the first navigator; '' both when the pipeline reports
--         engagement_id contact_id   of the first navigator; the consult's own id when the pipeline reports
--         target        complete only: the navigator who is meant, '' for whoever was asked
--         change        complete | conference | take_back | connected | no_answer | hung_up
-- Reply   {"DONE", notices} | {"SAME", []} | {"NONE", []} nobody is consulted | {"CONSULTING", state, []} not in that state, or with somebody else | {"ILLEGAL", state, []} | {"MISSING", []} | {"SESSION", []}
-- Event   consult.completed, outside.ended and outside.ringing of an interpreter | consult.conference | consult.ended | consult.connected, engagement.resumed
-- Again: SAME or NONE; after complete MISSING. Cost O(log n).
local navigator_id, session, engagement_id, contact_id, target, change = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7]

begin()
local c = contact.load(contact_id)
local k = c.state ~= '' and consult.of(c) or nil
if navigator_id == '' then
  if not k or k.id ~= engagement_id then return refuse('MISSING') end
  if change == 'connected' then
    if k.state ~= 'connecting' then return refuse('SAME') end
    consult.connected(c)
    return finish('DONE')
  end
  if change == 'no_answer' and k.state ~= 'connecting' then return refuse('SAME') end
  local b = work.end_consult(c, change)
  match.settle(b)
  consult.rest(c, change)
  return finish('DONE')
end
local a = navigator.load(navigator_id)
if a.ep ~= session then return refuse('SESSION') end
if c.state == '' or c.try == '' or c.nav ~= navigator_id or contact.offer_id(c) ~= engagement_id then return refuse('MISSING') end
if c.state ~= 'engaged' then return refuse('ILLEGAL', c.state) end
if not k then return refuse('NONE') end
if change == 'take_back' then
  consult.take_back(c, a)
  return finish('DONE')
end
if k.state ~= 'consulting' and k.state ~= 'conference' then return refuse('CONSULTING', k.state) end
if change == 'conference' then
  if k.state == 'conference' then return refuse('SAME') end
  consult.confer(c, a)
  return finish('DONE')
end
if target ~= '' and target ~= k.navigator then return refuse('CONSULTING', k.state) end
contact.exclude(c, navigator_id)
consult.take_over(c, a, 'transferred')
return finish('DONE')
