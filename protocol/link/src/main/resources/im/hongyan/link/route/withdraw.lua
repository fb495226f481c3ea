-- Removes one entry from each key. An entry names its session or node, so nobody else's is touched.
-- KEYS  users' routes or groups' nodes
-- ARGV  the entry of each key
for i, key in ipairs(KEYS) do
  redis.call('ZREM', key, ARGV[i])
end
return #KEYS
