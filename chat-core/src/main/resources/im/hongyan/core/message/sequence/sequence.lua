-- Numbers for a whole batch in one trip: dedup, rates, floor, INCR.
--
-- KEYS: the dedup keys of the marks; then for every run: counter, floor, the buckets of its user and of its tenant, the dedup
--       key of every claim.
-- ARGV: 1 how long an entry lives, ms; 2 how old an unconfirmed number may be to be used again, ms; 3 number of marks;
--       4 number of runs; then every mark's entry; then for every run: seed ('' when unknown), how many numbers fit into the
--       bucket of its user and how many us one takes to leave it (0: it takes any number), the same of its tenant, number of
--       claims; then for every claim: payload hash, message id, '1' when an unknown client id must first be looked up in the
--       store, '2' when the store was asked and does not know it, else '0'; the unconfirmed number that must not be used
--       again, or '0'.
-- Reply: one text a claim: a letter, then its numbers (see Verdict). A run is one sender's, in order: once one of its
--       claims cannot be decided, or was sent too soon, no later one takes a number.
--
-- An entry: state|sequence|time|payload hash|message id. State: '0' a number was taken, '1' it is certain that the message
-- has this number, '2' a number was taken while an earlier attempt's record, with another one, may be on its way to the store.
-- One clock for all cores: this server's.
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local micros = clock[1] * 1000000 + clock[2]
local expiry, usable, marks, runs = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local k, a = 1, 5

local function whole(number)
  return string.format('%.0f', number)
end

-- Whether the conversation can give numbers: its counter exists and is not below the floor.
local function prepare(counter, floor, seed)
  local top = redis.call('GET', counter)
  if not top then
    if seed == '' then
      return false
    end
    top = seed
    redis.call('SET', counter, seed)
  end
  local low = redis.call('GET', floor)
  if low and tonumber(low) > tonumber(top) then
    redis.call('SET', counter, low)
  end
  return true
end

-- Buckets that empty at a steady rate (GCRA): what is stored is when one will be empty, us; each is read and written once.
local emptyAt, filled = {}, {}

-- For how many us there is no room for one more.
local function full(bucket, room, pace)
  if pace == 0 then
    return 0
  end
  emptyAt[bucket] = emptyAt[bucket] or math.max(tonumber(redis.call('GET', bucket) or 0), micros)
  return math.max(emptyAt[bucket] + pace - micros - room * pace, 0)
end

local function fill(bucket, pace)
  if pace > 0 then
    emptyAt[bucket] = emptyAt[bucket] + pace
    filled[bucket] = true
  end
end

for _ = 1, marks do
  redis.call('SET', KEYS[k], ARGV[a], 'PX', expiry)
  k, a = k + 1, a + 1
end

local reply = {}
for _ = 1, runs do
  local counter, floor, user, tenant = KEYS[k], KEYS[k + 1], KEYS[k + 2], KEYS[k + 3]
  local seed, userRoom, userPace = ARGV[a], tonumber(ARGV[a + 1]), tonumber(ARGV[a + 2])
  local tenantRoom, tenantPace, claims = tonumber(ARGV[a + 3]), tonumber(ARGV[a + 4]), tonumber(ARGV[a + 5])
  k, a = k + 4, a + 6
  local ready, blocked, tooSoon = false, false, nil
  for _ = 1, claims do
    local key, hash, id, lookup, spent = KEYS[k], ARGV[a], ARGV[a + 1], ARGV[a + 2], ARGV[a + 3]
    k, a = k + 1, a + 4
    local entry = redis.call('GET', key)
    local state, sequence, taken, known, first
    if entry then
      state, sequence, taken, known, first = string.match(entry, '^(%d)|(%d+)|(%d+)|(%x+)|(.+)$')
    end
    local answer
    if state and known ~= hash then
      answer = 'C'
    elseif state == '1' then
      answer = 'D|' .. sequence .. '|' .. taken .. '|' .. first
    elseif state and sequence ~= spent then
      local age = now - tonumber(taken)
      if age < usable then
        answer = 'Y|' .. sequence .. '|' .. taken .. '|' .. whole(age) .. '|' .. state .. '|' .. first
      else
        answer = 'O|' .. sequence
        blocked = true
      end
    elseif not state and lookup == '1' then
      answer = 'L'
      blocked = true
    elseif blocked then
      answer = 'W'
    elseif tooSoon then
      answer = tooSoon
    else
      ready = ready or prepare(counter, floor, seed)
      local wait, ofTenant = 0, 0
      if ready and spent == '0' then
        wait, ofTenant = full(user, userRoom, userPace), full(tenant, tenantRoom, tenantPace)
      end
      if math.max(wait, ofTenant) > 0 then
        tooSoon = 'R|' .. whole(math.ceil(math.max(wait, ofTenant) / 1000)) .. '|' .. (ofTenant > wait and 't' or 'u')
        answer = tooSoon
      elseif ready then
        if spent == '0' then
          fill(user, userPace)
          fill(tenant, tenantPace)
        end
        local number = whole(redis.call('INCR', counter))
        local time = whole(now)
        first = first or id
        state = lookup == '2' and '2' or '0'
        redis.call('SET', key, state .. '|' .. number .. '|' .. time .. '|' .. hash .. '|' .. first, 'PX', expiry)
        answer = 'N|' .. number .. '|' .. time .. '|' .. first
      else
        answer = 'S'
        blocked = true
      end
    end
    reply[#reply + 1] = answer
  end
end
for bucket in pairs(filled) do
  redis.call('SET', bucket, whole(emptyAt[bucket]), 'PX', whole(math.ceil((emptyAt[bucket] - micros) / 1000)))
end
return reply
