/**
 * A sliding log in Redis, one list per limit: the times of the requests that passed, newest first. Exact, where
 * fixed windows let twice the limit pass around their edges, and where a leaky bucket would let the 61st login
 * through as soon as a second has gone by.
 *
 * All limits of a request are checked in this one call, and either all of them count it or none does, so a refused
 * request uses up nothing. The time is the server's: gateways with wrong clocks share one truth.
 *
 * KEYS: one list per limit. ARGV: for each limit its maximum and its window in milliseconds.
 * Returns: whether it may pass (1 or 0), then for each limit what is left and the milliseconds until more is.
 */
export const slidingWindowScript = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local allowed = 1
local used = {}
for i = 1, #KEYS do
  local cutoff = now - ARGV[2 * i]
  local oldest = redis.call('LINDEX', KEYS[i], -1)
  while oldest and tonumber(oldest) <= cutoff do
    redis.call('RPOP', KEYS[i])
    oldest = redis.call('LINDEX', KEYS[i], -1)
  end
  used[i] = redis.call('LLEN', KEYS[i])
  if used[i] >= tonumber(ARGV[2 * i - 1]) then allowed = 0 end
end
local result = { allowed }
for i = 1, #KEYS do
  if allowed == 1 then
    used[i] = redis.call('LPUSH', KEYS[i], now)
    redis.call('PEXPIRE', KEYS[i], ARGV[2 * i])
  end
  local oldest = redis.call('LINDEX', KEYS[i], -1) or now
  result[2 * i] = math.max(0, ARGV[2 * i - 1] - used[i])
  result[2 * i + 1] = oldest + ARGV[2 * i] - now
end
return result
`;
