-- Keeps events that came before their predecessors.
create or replace function platform.park_early(_group text, _events platform.published_event[])
returns void
language sql
set search_path = ''
as $$
  insert into platform.parked_events (consumer_group, aggregate_type, aggregate_ref, sequence, event, reason)
  select _group, aggregate_type, aggregate_ref, sequence, platform.sent_event(event), 'EARLY'
  from unnest(_events) as event
  order by aggregate_ref, aggregate_type, sequence
  on conflict do nothing;
$$;
