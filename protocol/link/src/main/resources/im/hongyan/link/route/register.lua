-- Enters a device's route and tells which routes of the same device it replaces.
-- KEYS[1]  the user's routes: a sorted set of device/session/node by the time (ms) when they expire
-- ARGV     1 time to live (ms), 2 device, 3 the route
-- Answers the replaced routes. Time is the server's, so that the clocks of the nodes do not matter.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local prefix = ARGV[2] .. '/'
local replaced = {}
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
for _, route in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  if route ~= ARGV[3] and string.sub(route, 1, #prefix) == prefix then
    redis.call('ZREM', KEYS[1], route)
    replaced[#replaced + 1] = route
  end
end
redis.call('ZADD', KEYS[1], now + ARGV[1], ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return replaced
