-- How a projection stands, as operators are shown it.
create or replace function readmodels.projection_view(_projection readmodels.projections)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'name', _projection.name,
    'state', case when _projection.building is null then 'LIVE' else 'REBUILDING' end,
    'as_of', (select platform.to_rfc3339(as_of) from readmodels.progress where consumer_group = 'readmodels'),
    'time_zone', case when _projection.name = 'daily_wallet_snapshot' then _projection.time_zone end,
    'rebuild', case when _projection.rebuild_ref is not null then jsonb_build_object(
      'rebuild_ref', _projection.rebuild_ref,
      'events_read', _projection.events_read,
      'events_expected', greatest(_projection.events_expected, _projection.events_read),
      'started_at', platform.to_rfc3339(_projection.started_at),
      'finished_at', platform.to_rfc3339(_projection.finished_at)
    ) end
  );
$$;
