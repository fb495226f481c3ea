-- Raises a floor, never lowers it.
-- KEYS[1] the floor; ARGV[1] the number, ARGV[2] seconds to live
if tonumber(ARGV[1]) > tonumber(redis.call('GET', KEYS[1]) or '0') then
  redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
end
return 1
