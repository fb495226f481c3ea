-- Extends the life of many entries and restores those that were lost.
-- KEYS  users' routes first, then groups' nodes
-- ARGV  1 time to live (ms), 2 how many keys are users', then the entry of each key
-- A route is not restored when another session has its device by now: that one replaced it.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local users = tonumber(ARGV[2])

local function replaced(key, entry)
  if redis.call('ZSCORE', key, entry) then
    return false
  end
  local prefix = string.match(entry, '^[^/]*/')
  for _, route in ipairs(redis.call('ZRANGEBYSCORE', key, '(' .. now, '+inf')) do
    if string.sub(route, 1, #prefix) == prefix then
      return true
    end
  end
  return false
end

for i, key in ipairs(KEYS) do
  local entry = ARGV[i + 2]
  if i > users or not replaced(key, entry) then
    redis.call('ZREMRANGEBYSCORE', key, '-inf', now)
    redis.call('ZADD', key, now + ARGV[1], entry)
    redis.call('PEXPIRE', key, ARGV[1])
  end
end
return #KEYS
