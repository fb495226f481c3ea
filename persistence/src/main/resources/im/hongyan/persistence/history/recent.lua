-- Adds the newest messages of a conversation and forgets the oldest.
-- KEYS[1] the sorted set; ARGV[1] messages kept, ARGV[2] seconds to live, then number and message in turn
local add = {}
for i = 3, #ARGV do
  add[i - 2] = ARGV[i]
end
redis.call('ZADD', KEYS[1], unpack(add))
redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -1 - tonumber(ARGV[1]))
redis.call('EXPIRE', KEYS[1], ARGV[2])
return 1
