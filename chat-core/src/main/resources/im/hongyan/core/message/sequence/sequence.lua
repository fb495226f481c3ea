-- Numbers for a whole batch in one trip: dedup, floor, INCR.
--
-- KEYS: the dedup keys of the marks; then for every run: counter, floor, the dedup key of every claim.
-- ARGV: 1 how long an entry lives, ms; 2 how old an unconfirmed number may be to be used again, ms; 3 number of marks;
--       4 number of runs; then every mark's entry; then for every run: seed ('' when unknown), number of claims; then for
--       every claim: payload hash, message id, '1' when an unknown client id must first be looked up in the store, '2' when
--       the store was asked and does not know it, else '0'; the unconfirmed number that must not be used again, or '0'.
-- Reply: one text a claim: a letter, then its numbers (see Verdict). A run is one sender's, in order: once one of its
--       claims cannot be decided, no later one takes a number.
--
-- An entry: state|sequence|time|payload hash|message id. State: '0' a number was taken, '1' it is certain that the message
-- has this number, '2' a number was taken while an earlier attempt's record, with another one, may be on its way to the store.
-- One clock for all cores: this server's.
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
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

for _ = 1, marks do
  redis.call('SET', KEYS[k], ARGV[a], 'PX', expiry)
  k, a = k + 1, a + 1
end

local reply = {}
for _ = 1, runs do
  local counter, floor, seed, claims = KEYS[k], KEYS[k + 1], ARGV[a], tonumber(ARGV[a + 1])
  k, a = k + 2, a + 2
  local ready, blocked = false, false
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
    else
      ready = ready or prepare(counter, floor, seed)
      if ready then
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
return reply
