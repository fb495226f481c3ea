-- Raises a floor that is below the top: above it, and above every number that was given out so far as the move takes it.
-- KEYS[1] the floor, KEYS[2] the counter; ARGV[1] the top, ARGV[2] the move, ARGV[3] seconds to live
local top = tonumber(ARGV[1])
if tonumber(redis.call('GET', KEYS[1]) or '0') < top then
  local moved = tonumber(redis.call('GET', KEYS[2]) or '0') + tonumber(ARGV[2])
  redis.call('SET', KEYS[1], string.format('%.0f', math.max(top, moved)), 'EX', ARGV[3])
end
return 1
