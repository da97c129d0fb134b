-- Changes an endpoint, if it is still the version that the caller saw. Enabling one forgives what failed there.
create or replace function webhooks.update_endpoint(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _replay jsonb := platform.begin_write(_intent);
  _status text := _command ->> 'status';
  _endpoint webhooks.webhook_endpoints;
begin
  if _replay is not null then
    return _replay;
  end if;
  -- Another address only by its owner: whoever else chose one would be sent what is the owner's.
  _endpoint := webhooks.lock_endpoint(
    _intent || case when _command ? 'url' then jsonb_build_object('acting_owner', _intent ->> 'scope') else '{}' end,
    _command ->> 'endpoint_ref'
  );
  if _command ->> 'expected_version' is not null
    and _endpoint.version <> (_command ->> 'expected_version')::bigint then
    perform platform.refuse('precondition_failed', jsonb_build_object('current_etag', format('"%s"', _endpoint.version)));
  end if;
  if _endpoint.audience = 'ALL' and _status is distinct from 'DISABLED'
    and not (_command ->> 'may_tell_all')::boolean then
    perform platform.refuse('webhook_audience_too_wide', jsonb_build_object('endpoint_ref', _endpoint.endpoint_ref));
  end if;

  update webhooks.webhook_endpoints
  set url = coalesce(_command ->> 'url', url),
    description = case when _command ? 'description' then _command ->> 'description' else description end,
    event_types = case when _command ? 'event_types'
      then array(select jsonb_array_elements_text(_command -> 'event_types')) else event_types end,
    is_ordered = coalesce((_command ->> 'is_ordered')::boolean, is_ordered),
    status = coalesce(_status, status),
    disabled_reason = case _status when 'ENABLED' then null when 'DISABLED' then coalesce(disabled_reason, 'OWNER')
      else disabled_reason end,
    failing_since = case when _status = 'ENABLED' then null else failing_since end,
    failures = case when _status = 'ENABLED' then 0 else failures end,
    paused_until = case when _status = 'ENABLED' then null else paused_until end,
    version = version + 1,
    updated_at = greatest(platform.moment(), updated_at)
  where id = _endpoint.id
  returning * into _endpoint;
  if _endpoint.status = 'DISABLED' then
    perform webhooks.end_deliveries(_endpoint.id);
  end if;
  return platform.end_write(_intent, webhooks.announce_endpoint(_intent, 'webhook_endpoint.updated', _endpoint));
end
$$;

grant execute on function webhooks.update_endpoint(jsonb, jsonb) to saku_app;
