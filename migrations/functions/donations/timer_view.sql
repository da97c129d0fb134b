-- A countdown as it is shown: when it ends, or what is left where it stands.
create or replace function donations.timer_view(_timer donations.timers)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'streamer_ref', _timer.streamer_ref,
    'unit_amount', platform.to_decimal(_timer.unit_amount, currency),
    'currency', currency,
    'seconds_per_unit', _timer.seconds_per_unit,
    'ends_at', platform.to_rfc3339(_timer.ends_at),
    'remaining_seconds', _timer.remaining_seconds,
    'latest_end_at', platform.to_rfc3339(_timer.latest_end_at),
    'version', _timer.version,
    'updated_at', platform.to_rfc3339(_timer.updated_at)
  )
  from donations.streamers
  where streamer_ref = _timer.streamer_ref;
$$;
