-- Sends an endpoint an event that means nothing, whatever it asked to be told of.
create or replace function webhooks.test_endpoint(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _replay jsonb := platform.begin_write(_intent);
  _endpoint webhooks.webhook_endpoints;
  _delivery webhooks.webhook_deliveries;
  _data jsonb;
begin
  if _replay is not null then
    return _replay;
  end if;
  _endpoint := webhooks.lock_endpoint(_intent, _command ->> 'endpoint_ref');
  perform webhooks.refuse_disabled(_endpoint);
  update webhooks.webhook_endpoints
  set version = version + 1, updated_at = greatest(platform.moment(), updated_at)
  where id = _endpoint.id
  returning * into _endpoint;
  _data := webhooks.announce_endpoint(_intent, 'webhook_endpoint.tested', _endpoint)
    - 'url' - 'description' - 'failing_since' - 'previous_secret_until';

  -- When the event itself comes by, it finds that it is on its way already.
  insert into webhooks.webhook_deliveries (
    delivery_ref, endpoint_id, event_ref, event_type, aggregate_ref, sequence, body, traceparent, due_at, created_at
  )
  values (
    _command ->> 'delivery_ref', _endpoint.id, _intent ->> 'event_ref', 'webhook_endpoint.tested', _endpoint.endpoint_ref,
    _endpoint.version,
    platform.cloud_event(
      _intent ->> 'event_ref', 'webhook_endpoint.tested', 'webhook_endpoint', _endpoint.endpoint_ref, _endpoint.version,
      _endpoint.updated_at, _intent ->> 'traceparent', _data::json
    ),
    _intent ->> 'traceparent', platform.moment(), platform.moment()
  )
  returning * into _delivery;
  return platform.end_write(_intent, webhooks.delivery_view(_delivery, _endpoint.endpoint_ref));
end
$$;

grant execute on function webhooks.test_endpoint(jsonb, jsonb) to saku_app;
