-- Gives an endpoint another secret. Until the overlap ends everything is signed with both, so that no receiver has to
-- change over at the same moment as we.
create or replace function webhooks.rotate_endpoint_secret(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _replay jsonb := platform.begin_write(_intent);
  _overlap interval := make_interval(secs => (_command ->> 'overlap_seconds')::integer);
  _endpoint webhooks.webhook_endpoints;
begin
  if _replay is not null then
    return _replay;
  end if;
  -- Only its owner: whoever else saw the new secret could sign as we do.
  _endpoint := webhooks.lock_endpoint(
    _intent || jsonb_build_object('acting_owner', _intent ->> 'scope'), _command ->> 'endpoint_ref'
  );
  update webhooks.webhook_endpoints
  set previous_sealed_secret = sealed_secret, previous_secret_until = platform.moment() + _overlap,
    sealed_secret = _command ->> 'sealed_secret', version = version + 1,
    updated_at = greatest(platform.moment(), updated_at)
  where id = _endpoint.id
  returning * into _endpoint;
  return platform.end_write(_intent, webhooks.announce_endpoint(_intent, 'webhook_endpoint.secret_rotated', _endpoint));
end
$$;

grant execute on function webhooks.rotate_endpoint_secret(jsonb, jsonb) to saku_app;
