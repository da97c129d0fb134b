-- Ends an endpoint for ever. Its secrets go at once, its deliveries when their time is over.
create or replace function webhooks.delete_endpoint(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _replay jsonb := platform.begin_write(_intent);
  _endpoint webhooks.webhook_endpoints;
begin
  if _replay is not null then
    return _replay;
  end if;
  _endpoint := webhooks.lock_endpoint(_intent, _command ->> 'endpoint_ref');
  update webhooks.webhook_endpoints
  set status = 'DELETED', disabled_reason = null, sealed_secret = null, previous_sealed_secret = null,
    previous_secret_until = null, sealed_headers = null, version = version + 1,
    updated_at = greatest(platform.moment(), updated_at)
  where id = _endpoint.id
  returning * into _endpoint;
  perform webhooks.end_deliveries(_endpoint.id);
  return platform.end_write(_intent, webhooks.announce_endpoint(_intent, 'webhook_endpoint.deleted', _endpoint));
end
$$;

grant execute on function webhooks.delete_endpoint(jsonb, jsonb) to saku_app;
