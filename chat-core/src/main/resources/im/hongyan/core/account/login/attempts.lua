-- Counts wrong passwords in buckets that empty at a steady rate (GCRA): what is stored is when a bucket will be empty.
--
-- KEYS: 1 is there when this address is known to the user; 2 the user's bucket for all unknown addresses together; 3 the
--       user's bucket for this address; 4 the address's bucket.
-- ARGV: 1 'take', before a password is looked at; 'back', when it says nothing about guessing; 'right', when it was right;
--       2 and 3 how many fit into a user's bucket, and how many ms one takes to leave it; 4 and 5 the same of an address;
--       6 how long an address stays known, ms.
-- Reply: 0, or how many ms to wait; then nothing was taken.
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local known = redis.call('EXISTS', KEYS[1]) == 1
local buckets = {
  { key = known and KEYS[3] or KEYS[2], room = tonumber(ARGV[2]), pace = tonumber(ARGV[3]) },
  { key = KEYS[4], room = tonumber(ARGV[4]), pace = tonumber(ARGV[5]) },
}

local function whole(number)
  return string.format('%.0f', number)
end

local function emptyAt(bucket)
  return math.max(tonumber(redis.call('GET', bucket.key) or now), now)
end

local function fill(bucket, at)
  if at > now then
    redis.call('SET', bucket.key, whole(at), 'PX', whole(at - now))
  else
    redis.call('DEL', bucket.key)
  end
end

if ARGV[1] ~= 'take' then
  for _, bucket in ipairs(buckets) do
    fill(bucket, emptyAt(bucket) - bucket.pace)
  end
  if ARGV[1] == 'right' then
    redis.call('SET', KEYS[1], '1', 'PX', ARGV[6])
  end
  return 0
end

local wait = 0
for _, bucket in ipairs(buckets) do
  wait = math.max(wait, emptyAt(bucket) + bucket.pace - now - bucket.room * bucket.pace)
end
if wait > 0 then
  return wait
end
for _, bucket in ipairs(buckets) do
  fill(bucket, emptyAt(bucket) + bucket.pace)
end
return 0
