-- Keeps a new endpoint and announces it, in one commit. Its secret comes sealed, so the reply that is kept under the
-- idempotency key cannot show it again.
create or replace function webhooks.create_endpoint(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _at_most constant integer := 20;
  _replay jsonb := platform.begin_write(_intent);
  _now timestamptz := platform.moment();
  _endpoint webhooks.webhook_endpoints;
begin
  if _replay is not null then
    return _replay;
  end if;
  -- Two made at once would both find room for one.
  perform pg_advisory_xact_lock(hashtextextended('webhooks.webhook_endpoints ' || (_command ->> 'owner_ref'), 0));
  if (
    select count(*) from webhooks.webhook_endpoints
    where owner_ref = _command ->> 'owner_ref' and status <> 'DELETED' and hook_id is null
  ) >= _at_most then
    perform platform.refuse('webhook_endpoint_limit_reached', jsonb_build_object('endpoints_at_most', _at_most));
  end if;

  insert into webhooks.webhook_endpoints (
    endpoint_ref, owner_ref, url, description, audience, event_types, is_ordered, sealed_secret, created_at, updated_at
  )
  values (
    _command ->> 'endpoint_ref', _command ->> 'owner_ref', _command ->> 'url', _command ->> 'description',
    _command ->> 'audience', array(select jsonb_array_elements_text(_command -> 'event_types')),
    (_command ->> 'is_ordered')::boolean, _command ->> 'sealed_secret', _now, _now
  )
  returning * into _endpoint;
  return platform.end_write(_intent, webhooks.announce_endpoint(_intent, 'webhook_endpoint.created', _endpoint));
end
$$;

grant execute on function webhooks.create_endpoint(jsonb, jsonb) to saku_app;
