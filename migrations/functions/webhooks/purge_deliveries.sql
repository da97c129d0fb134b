-- Forgets deliveries that ended longer ago than anybody asks for them, and ends what came in line for an endpoint in the
-- moment in which it was disabled. So many at once; answers how many are gone.
create or replace function webhooks.purge_deliveries(_at_most integer)
returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  _kept_for constant interval := '30 days';
  _purged integer;
begin
  perform webhooks.end_deliveries(endpoint_id)
  from (
    select distinct delivery.endpoint_id
    from webhooks.webhook_deliveries as delivery
    join webhooks.webhook_endpoints as endpoint on endpoint.id = delivery.endpoint_id
    where delivery.status = 'PENDING' and delivery.due_at < clock_timestamp() and endpoint.status <> 'ENABLED'
  ) as stray;

  delete from webhooks.webhook_deliveries
  where id in (
    select id
    from webhooks.webhook_deliveries
    -- Refs begin with the time at which they were made, and so the oldest stand first in their index.
    where delivery_ref < platform.earliest_ref(clock_timestamp() - _kept_for) and status <> 'PENDING'
    order by delivery_ref
    limit _at_most
    for update skip locked
  );
  get diagnostics _purged = row_count;
  return _purged;
end
$$;

grant execute on function webhooks.purge_deliveries(integer) to saku_app;
