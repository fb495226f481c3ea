-- Extends the life of many entries and restores those that were lost.
-- KEYS  users' routes first, then groups' nodes
-- ARGV  1 time to live (ms), 2 how many keys are users', then the entry of each key
-- Answers the routes that lost their device: the number of the key, then the route, and so on.
-- A device has one route. When ours is not there but another session's is, the newer session keeps the device: session ids
-- grow with time. So whatever was written or lost while Redis was away, both nodes learn which session has to go.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local users = tonumber(ARGV[2])
local replaced = {}

local function lose(i, route)
  replaced[#replaced + 1] = tostring(i)
  replaced[#replaced + 1] = route
end

local function session(route)
  return string.match(route, '^[^/]*/([^/]*)/')
end

local function isReplaced(i, key, entry)
  if redis.call('ZSCORE', key, entry) then
    return false
  end
  local prefix = string.match(entry, '^[^/]*/')
  for _, route in ipairs(redis.call('ZRANGE', key, 0, -1)) do
    if string.sub(route, 1, #prefix) == prefix then
      if session(route) > session(entry) then
        lose(i, entry)
        return true
      end
      redis.call('ZREM', key, route)
      lose(i, route)
    end
  end
  return false
end

for i, key in ipairs(KEYS) do
  local entry = ARGV[i + 2]
  redis.call('ZREMRANGEBYSCORE', key, '-inf', now)
  if i > users or not isReplaced(i, key, entry) then
    redis.call('ZADD', key, now + ARGV[1], entry)
    redis.call('PEXPIRE', key, ARGV[1])
  end
end
return replaced
