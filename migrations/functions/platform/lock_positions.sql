-- A group's positions for what these events are about, locked in the one order that everybody keeps.
create or replace function platform.lock_positions(_group text, _events platform.published_event[])
returns platform.inbox_positions[]
language plpgsql
set search_path = ''
as $$
begin
  insert into platform.inbox_positions (consumer_group, aggregate_type, aggregate_ref, sequence)
  select distinct _group, aggregate_type, aggregate_ref, 0
  from unnest(_events)
  order by aggregate_ref, aggregate_type
  on conflict do nothing;

  return (
    select array_agg(locked)
    from (
      select *
      from platform.inbox_positions as position
      where consumer_group = _group
        and (aggregate_ref, aggregate_type) in (select event.aggregate_ref, event.aggregate_type from unnest(_events) as event)
      order by aggregate_ref, aggregate_type
      for update
    ) as locked
  );
end
$$;
