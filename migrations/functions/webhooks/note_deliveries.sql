-- Puts these events in line for everybody who asked for them and may be told. Answers how many there are.
create or replace function webhooks.note_deliveries(_events platform.published_event[])
returns integer
language plpgsql
set search_path = ''
as $$
declare
  _now timestamptz := platform.moment();
  _count integer;
begin
  -- Most platforms have no endpoint, and every transaction comes by here.
  if not exists (select from webhooks.webhook_endpoints where status = 'ENABLED') then
    return 0;
  end if;

  with event as materialized (
    select *
    from unnest(_events) with ordinality as listed (
      event_ref, event_type, aggregate_type, aggregate_ref, sequence, occurred_at, traceparent, attempt, data, n
    )
  ), viewer as materialized (
    select distinct * from webhooks.viewers_of(case when exists (
      select from webhooks.webhook_endpoints where status = 'ENABLED' and audience = 'OWN'
    ) then _events end)
  ), told as (
    -- Endpoints are looked up by who may be told: there may be many, and most have nothing to do with these events.
    select endpoint.id as endpoint_id, event.*, event.data as shown
    from event
    join webhooks.webhook_endpoints as endpoint
      on endpoint.status = 'ENABLED' and audience = 'ALL' and webhooks.is_wanted(event_types, event_type)
    union all
    select endpoint.id, event.*, webhooks.told_data(event.data, endpoint.owner_ref)
    from event
    join viewer on viewer.event_ref = event.event_ref
    join webhooks.webhook_endpoints as endpoint
      on endpoint.status = 'ENABLED' and audience = 'OWN' and endpoint.owner_ref = viewer.owner_ref
      and webhooks.is_wanted(event_types, event_type)
  ), noted as (
    insert into webhooks.webhook_deliveries (
      delivery_ref, endpoint_id, event_ref, event_type, aggregate_ref, sequence, body, traceparent, due_at, created_at
    )
    select platform.new_ref(), endpoint_id, event_ref, event_type, aggregate_ref, sequence,
      platform.cloud_event(
        event_ref, event_type, aggregate_type, aggregate_ref, sequence, occurred_at, traceparent, shown
      ), traceparent, _now, _now
    from (select * from told order by n) as ordered
    -- A group that begins again from the start tells nobody twice.
    on conflict (endpoint_id, event_ref) do nothing
    returning 1
  )
  select count(*) into _count from noted;
  return _count;
end
$$;
