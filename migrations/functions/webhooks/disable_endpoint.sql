-- Stops telling an endpoint anything, and says so. The caller holds the endpoint.
create or replace function webhooks.disable_endpoint(
  _endpoint webhooks.webhook_endpoints, _reason text, _traceparent text
)
returns void
language plpgsql
set search_path = ''
as $$
begin
  update webhooks.webhook_endpoints
  set status = 'DISABLED', disabled_reason = _reason, version = version + 1,
    updated_at = greatest(platform.moment(), updated_at)
  where id = _endpoint.id and status = 'ENABLED'
  returning * into _endpoint;
  if not found then
    return;
  end if;
  perform webhooks.end_deliveries(_endpoint.id);
  perform webhooks.announce_endpoint(
    jsonb_build_object('event_ref', platform.new_ref(), 'traceparent', _traceparent), 'webhook_endpoint.disabled', _endpoint
  );
end
$$;
