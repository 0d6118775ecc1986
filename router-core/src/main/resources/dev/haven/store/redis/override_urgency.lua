#!lua
-- A person sets the tier of an open contact.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches contact       string :contact:<id>, lanes
-- ARGV    settings      of the calling node
--         id tier score actor reason   reason is a code, or a digest of the words given; the words stay in the card
--         card          sealed, with the reason; '' to keep
-- Reply   {"DONE", notices} | {"CLOSED", []} | {"MISSING", []}
-- Event   urgency.overridden, contact.due when it was scheduled and is strict now, engagement.returned when it was set aside
-- Again with the same tier: the same place, one more journal entry. Cost O(log n).
local id, tier, score, actor, reason, card = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7]

begin()
local c = contact.load(id)
if c.state == '' then return refuse('MISSING') end
if c.state == 'closed' then return refuse('CLOSED') end
c.tier, c.score, c.aged = tier, score, ''
if card ~= '' then redis.call('SET', key_of('card:', id), card) end
journal('urgency.overridden', 'contact', id, 'tier', tonumber(tier), 'score', tonumber(score), 'actor', actor, 'reason', reason)
contact.note(c)
if c.state == 'waiting' then match.replace(c, true) end
if c.state == 'offered' then
  contact.stand_on_ladder(c)
  match.first_answer(c)
end
if c.state == 'scheduled' and contact.strict(c) then match.wake(c) end
if c.state == 'joined' then group.changed(c) end
if c.state ~= 'waiting' then match.part_better(c) end
if c.nav ~= '' then
  local n = navigator.load(c.nav)
  notice('urgency', n.node, n.id, navigator.next_seq(n), contact.offer_id(c), contact.shown(c), contact.card(c))
  parallel.tell_urgency(c)
  if not work.turned_strict(c) then
    match.settle(n)
    for _, o in ipairs(parallel.all(c)) do
      if o.navigator ~= n.id and c.state == 'offered' then match.settle(navigator.load(o.navigator)) end
    end
  end
end
return finish('DONE')
