-- Sends one delivery again, from the beginning of its schedule. Its message keeps its name, so that a receiver who has it
-- already can tell.
create or replace function webhooks.replay_delivery(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _replay jsonb := platform.begin_write(_intent);
  _endpoint webhooks.webhook_endpoints;
  _delivery webhooks.webhook_deliveries;
begin
  if _replay is not null then
    return _replay;
  end if;
  select endpoint.* into _endpoint
  from webhooks.webhook_deliveries as delivery
  join webhooks.webhook_endpoints as endpoint on endpoint.id = delivery.endpoint_id
  where delivery_ref = _command ->> 'delivery_ref' and endpoint.status <> 'DELETED' and endpoint.hook_id is null
    and (_intent ->> 'acting_owner' is null or owner_ref = _intent ->> 'acting_owner')
  for no key update of endpoint;
  if not found then
    perform platform.refuse('webhook_delivery_not_found', jsonb_build_object('delivery_ref', _command ->> 'delivery_ref'));
  end if;
  perform webhooks.refuse_disabled(_endpoint);

  update webhooks.webhook_deliveries
  set status = 'PENDING', due_at = platform.moment(), ended_at = null, attempts_before = attempts
  where delivery_ref = _command ->> 'delivery_ref'
  returning * into _delivery;
  return platform.end_write(_intent, webhooks.delivery_view(_delivery, _endpoint.endpoint_ref));
end
$$;

grant execute on function webhooks.replay_delivery(jsonb, jsonb) to saku_app;
