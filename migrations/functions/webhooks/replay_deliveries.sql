-- Sends again what an endpoint was sent, or was not, in a range of time: so many of the oldest in one commit.
create or replace function webhooks.replay_deliveries(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _at_most constant integer := 5000;
  _replay jsonb := platform.begin_write(_intent);
  _endpoint webhooks.webhook_endpoints;
  _ids uuid[];
begin
  if _replay is not null then
    return _replay;
  end if;
  _endpoint := webhooks.lock_endpoint(_intent, _command ->> 'endpoint_ref');
  perform webhooks.refuse_disabled(_endpoint);
  _ids := array(
    select id
    from webhooks.webhook_deliveries
    where endpoint_id = _endpoint.id
      and created_at >= (_command ->> 'from')::timestamptz and created_at < (_command ->> 'until')::timestamptz
      and status = coalesce(_command ->> 'status', status) and status <> 'PENDING'
      and (_command ->> 'after' is null or delivery_ref > _command ->> 'after')
    order by delivery_ref
    limit _at_most + 1
  );
  update webhooks.webhook_deliveries
  set status = 'PENDING', due_at = platform.moment(), ended_at = null, attempts_before = attempts
  where id = any (_ids[1:_at_most]);
  return platform.end_write(_intent, jsonb_build_object(
    'endpoint_ref', _endpoint.endpoint_ref, 'replayed', least(cardinality(_ids), _at_most),
    'next_after', (
      select delivery_ref from webhooks.webhook_deliveries where id = _ids[_at_most] and cardinality(_ids) > _at_most
    )
  ));
end
$$;

grant execute on function webhooks.replay_deliveries(jsonb, jsonb) to saku_app;
