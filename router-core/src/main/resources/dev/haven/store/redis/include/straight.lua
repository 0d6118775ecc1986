-- The straight way: what placing, accepting and completing do when they concern one contact and one navigator and nothing else (ADR 23).
-- Nobody waits or drains, no queue is paused, no checkpoint is open, there is no reserve; nothing that few contacts have is set, and the
-- navigator is on duty with nothing special about them. Then it is known what changes, and it is written without making tables of
-- records. Everything else goes the general way, which this answers nil for, having changed nothing. Both leave the same, byte for byte:
-- StraightIT holds them equal.
local straight = {}
do
  local NONE = '0,0,0,0,0,0'
  local known, kept, known_for = {}, 0, nil   -- by the rest of a navigator's record: what it says, false where that is not plain
  local told = {}                             -- the contact that the reply shows, see contact.shown

  -- Whether nothing in the workspace asks for more than one contact and one navigator.
  local function quiet()
    return S.waiting == 0 and S.undrained == 0 and S.paused == 0 and S.listing == 0 and settings.reserve == ''
  end

  local function read_plain(rest)
    local caps, act, next, conn, node, ep, lost, ramp, drain, dt, mine, duty, pre, intr, miss, cons = cmsgpack.unpack(rest)
    return act == AVAILABLE and next == '' and conn == '1' and lost == '' and ramp == '0' and drain == '' and duty == '1' and pre == '' and miss == ''
      and cons == '' and {caps = caps, node = node, ep = ep, sets = {}}
  end

  -- Node, session and capacity of a navigator with nothing special about them; nil for any other.
  local function plain_navigator(rest)
    if known_for ~= settings or kept >= MOST_KEPT then known, kept, known_for = {}, 0, settings end
    local p = known[rest]
    if p == nil then
      p = read_plain(rest)
      known[rest], kept = p, kept + 1
    end
    return p or nil
  end

  -- The ready set for these counts and what its scores begin with; '' for no room.
  local function set_for(p, profile, counts)
    local set = p.sets[counts]
    if not set or set.profile ~= profile then
      local name, units = navigator.set_for({caps = p.caps, prof = profile, cnt = counts, pk = NONE, ramp = '0', drain = ''})
      set = {profile = profile, name = name, begins = units * 1e13}
      p.sets[counts], kept = set, kept + 1
    end
    return set.name, set.begins
  end

  local function put_navigator(record_key, rest, profile, offer_id, counts, work_of, idle, seq, set, score)
    put(record_key, size_of[#rest] .. rest .. '\160' .. size_of[#profile] .. profile .. size_of[#offer_id] .. offer_id .. size_of[#counts] .. counts ..
      '\171' .. NONE .. size_of[#work_of] .. work_of .. size_of[#idle] .. idle .. size_of[#seq] .. seq .. size_of[#set] .. set .. size_of[#score] .. score)
  end

  -- In the order of the record; `some` is what few contacts have, packed. Answers the text.
  local function put_contact(record_key, rest, some, state, est, nav, try, oexp, eat, jn, disp, ended, channel, tier, lane, ord, oep)
    local text = size_of[#rest] .. rest .. some .. size_of[#state] .. state .. size_of[#est] .. est .. size_of[#nav] .. nav .. size_of[#try] .. try ..
      size_of[#oexp] .. oexp .. size_of[#eat] .. eat .. size_of[#jn] .. jn .. size_of[#disp] .. disp .. size_of[#ended] .. ended ..
      size_of[#channel] .. channel .. size_of[#tier] .. tier .. size_of[#lane] .. lane .. size_of[#ord] .. ord .. size_of[#oep] .. oep
    put(record_key, text)
    return text
  end

  local function show(contact_id, text)
    told.id, told._text = contact_id, text
    shown[#shown + 1], showing = told, told
  end

  local function noted_in(jn) return jn == '' and first_id or jn .. ',' .. first_id end

  -- Offers a new contact that came of itself to the free navigator who comes first. It has been journaled as placed.
  function straight.offer(contact_id, contact_key, rest, card, channel, lane, tier, live)
    local rank = tonumber(tier)
    if not quiet() or settings.parallel > 1 or (settings.ladder ~= '' and rank <= settings.ladder_up_to) or (rank == 0 and settings.first_answer == 1) then
      return nil
    end
    local navigator_id, stands_in = match.first_ready(tonumber(channel), rank, text_at(kept_key('fits:l:', lane)) or '', '', nil)
    if not navigator_id then return nil end
    local navigator_key = key_of('navigator:', navigator_id)
    local found = redis.call('GET', navigator_key) or ''
    local n_rest, _, profile, off, counts, parked, work_of, idle, seq, set = cmsgpack.unpack(found)
    local p = plain_navigator(n_rest)
    if not p or parked ~= NONE or off ~= '' or set ~= stands_in then
      fetch(navigator_key, found)
      return nil
    end

    headed.remove_late(kept_key('ready:', set), navigator_id)
    local ends = whole(now + (channel == '0' and settings.offer_phone or settings.offer))
    redis.call('ZADD', keys_of.deadlines, ends, 'c:' .. contact_id)
    local offer_id = contact_id .. '.1'
    match.note_offer(offer_id, contact_id, navigator_id, tier, rank, now_text, '', '')
    show(contact_id, put_contact(contact_key, rest, live == '1' and '\167\164live\1611' or '\160', 'offered', '', navigator_id, '1', ends, '', first_id,
      '', '', channel, tier, lane, now_text, p.ep))
    written, written_card = told, card
    seq = whole(tonumber(seq) + 1)
    put_navigator(navigator_key, n_rest, profile, offer_id, navigator.counted(counts, tonumber(channel), 1), work_of, idle, seq, '', '')
    tell('\165offer', p.node, navigator_id, seq, size_of[#offer_id] .. offer_id .. size_of[#contact_id] .. contact_id .. '\160')
    return finish('CREATED', contact_id, '0')
  end

  -- Binds an offered contact to its navigator; the records are those that `begin` has read, the navigator's first.
  function straight.accept(navigator_id, navigator_key, session, offer_id, contact_id, contact_key)
    local n_text, c_text = begun_with[4], begun_with[5]
    if not n_text or not c_text or not quiet() then return nil end
    local rest, some, state, _, nav, try, _, _, jn, disp, ended, channel, tier, lane, ord, oep = cmsgpack.unpack(c_text)
    if some ~= '' or state ~= 'offered' or nav ~= navigator_id or contact_id .. '.' .. try ~= offer_id then return nil end
    local n_rest, _, profile, off, counts, parked, work_of, idle, seq, set = cmsgpack.unpack(n_text)
    local p = plain_navigator(n_rest)
    if not p or p.ep ~= session or parked ~= NONE or off ~= offer_id or set ~= '' then return nil end

    redis.call('ZADD', keys_of.deadlines, whole(now + settings.talk), 'c:' .. contact_id)
    work.note_accepted(offer_id, contact_id, navigator_id, 'talking')
    show(contact_id, put_contact(contact_key, rest, '\160', 'engaged', 'talking', nav, try, '', now_text, noted_in(jn), disp, ended, channel, tier, lane,
      ord, oep))
    seq = whole(tonumber(seq) + 1)
    work.tell_accepted(p.node, navigator_id, seq, offer_id, contact_id)
    local name, begins = set_for(p, profile, counts)
    local score = ''
    if name ~= '' then
      score = whole(begins + tonumber(idle))
      headed.add_late(kept_key('ready:', name), keys_of.ready, name, navigator_id, score)
    end
    put_navigator(navigator_key, n_rest, profile, '', counts, work_of .. contact_id .. ',', idle, seq, name, score)
    return finish('ACCEPTED')
  end

  -- Ends an engagement with its disposition; the records are those that `begin` has read, the navigator's first.
  function straight.complete(navigator_id, navigator_key, session, offer_id, contact_id, contact_key, disposition)
    local n_text, c_text = begun_with[4], begun_with[5]
    if not n_text or not c_text or not quiet() then return nil end
    local rest, some, state, est, nav, try, oexp, eat, jn, _, _, channel, tier, lane, ord, oep = cmsgpack.unpack(c_text)
    if some ~= '' or state ~= 'engaged' or est ~= 'talking' or nav ~= navigator_id or contact_id .. '.' .. try ~= offer_id then return nil end
    if tier == '0' and settings.follow_up > 0 then return nil end
    local _, _, _, _, _, kind = cmsgpack.unpack_limit(rest, 5, 0)
    if kind ~= 'inbound' then return nil end
    local n_rest, _, profile, off, counts, parked, work_of, idle, seq, set, score = cmsgpack.unpack(n_text)
    local p = plain_navigator(n_rest)
    if not p or p.ep ~= session or parked ~= NONE or off ~= '' then return nil end

    work.note_completed(offer_id, contact_id, navigator_id, disposition)
    work.note_closed(contact_id, disposition)
    redis.call('ZREM', keys_of.deadlines, 'c:' .. contact_id)
    redis.call('ZADD', keys_of.kept, whole(now + settings.retention), contact_id)
    put_contact(contact_key, rest, '\160', 'closed', '', nav, try, oexp, eat, noted_in(jn), disposition, now_text, channel, tier, lane, ord, oep)
    work.tell_closed(contact_id, navigator_id, disposition, lane, ord)
    seq = whole(tonumber(seq) + 1)
    work.tell_ended(p.node, navigator_id, seq, offer_id, contact_id, disposition)
    counts = navigator.counted(counts, tonumber(channel), -1)
    local name, begins = set_for(p, profile, counts)
    score = navigator.refile(navigator_id, set, score, name, name ~= '' and whole(begins + now) or '')
    put_navigator(navigator_key, n_rest, profile, '', counts, navigator.without(work_of, contact_id), now_text, seq, name, score)
    return finish('COMPLETED')
  end
end
