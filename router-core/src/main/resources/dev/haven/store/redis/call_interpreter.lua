#!lua
-- A navigator calls an interpreter to a call; whoever answers joins the navigator and the person.
-- One who is there already is let go: they may have hung up unnoticed, or speak another language.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches contact       string :contact:<id>, deadlines member x:<contact>
--         command       hash   :command:<outside_id>.connect, .dismiss of the one who was there
-- ARGV    settings      of the calling node
--         navigator_id session engagement_id contact_id
--         language      ISO 639 code; '' for the contact's
-- Reply   {"DONE", outside_id, notices} | {"INTERPRETER", state, []} one is being called | {"OUTSIDE", state, []} | {"CONSULTING", state, []} | {"ILLEGAL", state, []} not talking, or no call
--         | {"UNKNOWN_LANGUAGE", []} of the contact none is known | {"MISSING", []} | {"SESSION", []}
-- Event   outside.ended of the one who was there, outside.ringing
-- Again: INTERPRETER until they are there. Cost O(log n).
local navigator_id, session, engagement_id, contact_id, language = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]

begin()
local n = navigator.load(navigator_id)
if n.ep ~= session then return refuse('SESSION') end
local c = contact.load(contact_id)
if c.state == '' or c.try == '' or c.nav ~= navigator_id or contact.offer_id(c) ~= engagement_id then return refuse('MISSING') end
if c.state ~= 'engaged' then return refuse('ILLEGAL', c.state) end
if c.live ~= '1' or c.est ~= 'talking' and c.est ~= 'muted' and c.est ~= 'on_hold' then return refuse('ILLEGAL', c.est) end
if c.con ~= '' then return refuse('CONSULTING', consult.of(c).state) end
local o = outside.of(c)
if o and o.state ~= 'connected' then return refuse(o.cause == 'interpreter' and 'INTERPRETER' or 'OUTSIDE', o.state) end
if language == '' then language = string.match(c.lang, '^%a+') or 'und' end
if language == 'und' or language == 'any' then return refuse('UNKNOWN_LANGUAGE') end
work.end_interpreter(c, 'replaced')
return finish('DONE', outside.interpret(c, n, language))
