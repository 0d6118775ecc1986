#!lua
-- A person submits, dismisses or acknowledges an adverse-event report.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches contact       string :contact:<id>, its navigator, lanes
--         report        hash   :report:<id>
--         deadlines     zset   :deadlines member o:<id>
--         reports       zset   :reports, for handed and dismissed
--         command       hash   :command:<id>.hand_off
-- ARGV    settings      of the calling node
--         id
--         how           submitted: the hand-off begins; dismissed: nothing is to be reported; handed: a receiver has it, by another way
--         revision      for submitted: what was checked to be complete; '' for the others
--         actor         digest or id of who does it
--         note          a code: why it is dismissed, or what the receiver calls it; '' for none
-- Reply   {"DONE", notices} | {"SAME", []} | {"STALE", revision, []} | {"ENDED", state, []} it is past that | {"MISSING", []}
-- Event   report.submitted | report.dismissed | report.acknowledged, report.handed; contact.closed when nobody is at it
-- Again: SAME. Cost O(log n).
local id, how, revision, actor, note = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]

begin(key_of('contact:', id))
local c = contact.load(id)
local state = owed.state(id)
if c.state == '' or state == '' then return refuse('MISSING') end
if state == how then return finish('SAME') end
if how == 'handed' then
  if state ~= 'submitted' then return refuse('ENDED', state) end
  journal('report.acknowledged', 'contact', id, 'actor', actor)
  owed.handed(c, note)
  return finish('DONE')
end
if state ~= 'open' then return refuse('ENDED', state) end
if how == 'submitted' then
  local known = redis.call('HGET', owed.report_key(id), 'rev')
  if known ~= revision then return refuse('STALE', known) end
  journal('report.submitted', 'contact', id, 'actor', actor, 'revision', tonumber(revision))
else
  journal('report.dismissed', 'contact', id, 'actor', actor, 'reason', note)
end
contact.note(c)
owed.settle_report(id, how)
if how == 'submitted' then work.command(id .. '.hand_off', 'hand_off', c, '') end
owed.over(c, how)
return finish('DONE')
