-- What wrk sends, and what it says at the end: requests, microseconds, p50, p99, answers that are not 2xx, broken.
-- Arguments: METHOD BODY PATH [PATH ...]; the paths take turns.
local prepared, turn = {}, 0

function init(args)
  local headers = {}
  local body = nil
  if args[2] ~= "" then
    body = args[2]
    headers["Content-Type"] = "application/json"
  end
  for place = 3, #args do
    prepared[#prepared + 1] = wrk.format(args[1], args[place], headers, body)
  end
end

function request()
  turn = turn % #prepared + 1
  return prepared[turn]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("figures %d %d %d %d %d %d\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), errors.status,
    errors.connect + errors.read + errors.write + errors.timeout))
end
