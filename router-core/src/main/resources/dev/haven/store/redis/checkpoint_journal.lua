#!lua
-- Writes what the journal's reader must know into the journal itself, some of it at a call, so that reading may begin where it begins.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches contact       string :contact:<id> of contacts that are not closed, read only
--         navigator     string :navigator:<id> of everybody on the roster, read only
--         deadlines     zset   :deadlines, read only; lanes, profiles, roster, policies, pauses hash, read only
--         unlisted      set    :unlisted what transitions wrote since it was listed
--         archiver      string :archiver kept for so long
-- ARGV    settings      of the calling node
--         token         of the lease; only its holder writes
--         first_line    of the checkpoint that is to go on; 0 begins one
--         most          how many records a call lists
--         lease_ms      how long the lease lives without another call
-- Reply   {"MORE", first_line, notices} call again with it | {"DONE", first_line, notices} | {"EMPTY", []} nothing was ever written
--         | {"BUSY", []} another holds the lease | {"GONE", []} that checkpoint cannot go on: begin another
-- Event   checkpoint.begun, then checkpoint.lane, checkpoint.profile, checkpoint.navigator, checkpoint.contact, checkpoint.gone, in the last call
--         checkpoint.policy, checkpoint.pause, checkpoint.ended
-- Again: some more of it. Between the calls other transitions write their lines. A record has a line each time it is listed: the last counts, as
-- of checkpoint.ended. Cost O(most), the last call O(policies + queues) besides.
local token, first_line, most, lease_ms = ARGV[2], ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5])

begin()
if redis.call('GET', key('archiver')) ~= token then return refuse('BUSY') end
if S.n == 0 then return refuse('EMPTY') end
local walk = first_line == '0' and checkpoint.begin() or checkpoint.walk(first_line)
if not walk then return refuse('GONE') end
redis.call('PEXPIRE', key('archiver'), lease_ms)
local members, last = checkpoint.portion(walk, most)
for _, member in ipairs(members) do checkpoint.line(member) end
if last then
  checkpoint.finish()
  journal('checkpoint.ended', 'navigators', redis.call('HLEN', key('roster')), 'waiting', S.waiting)
  return finish('DONE', walk.first)
end
local reply = finish('MORE', walk.first)
checkpoint.keep(walk)
return reply
