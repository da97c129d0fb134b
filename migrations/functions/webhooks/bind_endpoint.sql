-- Makes the endpoint of a hook that is told after transactions the like of the hook. What waits for one that is switched
-- off is ended.
create or replace function webhooks.bind_endpoint(_hook webhooks.hooks)
returns void
language plpgsql
set search_path = ''
as $$
declare
  _endpoint_id uuid;
begin
  if _hook.type <> 'POST_TRANSACTION' then
    return;
  end if;
  insert into webhooks.webhook_endpoints as endpoint (
    endpoint_ref, owner_ref, hook_id, url, audience, event_types, is_ordered, status, disabled_reason, sealed_secret,
    sealed_headers, timeout_ms, attempts_at_most, created_at, updated_at
  )
  values (
    _hook.hook_ref, _hook.owner_ref, _hook.id, _hook.url, 'ALL', '{transaction.*}', false,
    case when _hook.is_active then 'ENABLED' else 'DISABLED' end, case when not _hook.is_active then 'OWNER' end,
    _hook.sealed_secret, _hook.sealed_headers, _hook.timeout_ms, _hook.attempts_at_most, _hook.created_at, _hook.updated_at
  )
  on conflict (endpoint_ref) do update
  set url = excluded.url, status = excluded.status, disabled_reason = excluded.disabled_reason,
    sealed_secret = excluded.sealed_secret, sealed_headers = excluded.sealed_headers, timeout_ms = excluded.timeout_ms,
    attempts_at_most = excluded.attempts_at_most, failing_since = null, failures = 0, paused_until = null,
    version = endpoint.version + 1, updated_at = excluded.updated_at
  returning id into _endpoint_id;
  if not _hook.is_active then
    perform webhooks.end_deliveries(_endpoint_id);
  end if;
end
$$;
