-- The status of a SyncJob follows kstatus: Reconciling and Stalled are there only while they are True, never both, and
-- observedGeneration tells which spec the status is about.
local function assess()
  local health = { status = "Progressing", message = "Waiting for the operator" }

  if obj.status == nil or obj.status.conditions == nil then
    return health
  end
  if obj.status.observedGeneration ~= nil and obj.metadata.generation ~= nil
      and obj.status.observedGeneration ~= obj.metadata.generation then
    health.message = "Waiting for the operator to act on the last change"
    return health
  end

  local conditions = {}
  for _, condition in ipairs(obj.status.conditions) do
    conditions[condition.type] = condition
  end

  local stalled = conditions["Stalled"]
  if stalled ~= nil and stalled.status == "True" then
    health.status = "Degraded"
    if stalled.reason == "Suspended" then
      health.status = "Suspended"
    end
    health.message = stalled.reason .. ": " .. stalled.message
    return health
  end

  local reconciling = conditions["Reconciling"]
  if reconciling ~= nil and reconciling.status == "True" then
    health.message = reconciling.reason .. ": " .. reconciling.message
    return health
  end

  local ready = conditions["Ready"]
  if ready ~= nil then
    health.message = ready.reason .. ": " .. ready.message
    if ready.status == "True" then
      health.status = "Healthy"
    end
  end
  return health
end

local health = assess()
-- From 3.6 on, this is shown in place of "Pending deletion", so that a deletion that is blocked reads as Degraded.
if obj.metadata.deletionTimestamp ~= nil and health.status ~= "Healthy" then
  health.deletionMessage = health.message
end
return health
