-- Sets a countdown: its price, and that it runs for so long from now or stands with so much left.
create or replace function donations.set_timer(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _replay jsonb := platform.begin_write(_intent);
  _streamer donations.streamers;
  _now timestamptz := platform.moment();
  _left integer := (_command ->> 'remaining_seconds')::integer;
  _runs boolean := (_command ->> 'is_running')::boolean;
  _timer donations.timers;
begin
  if _replay is not null then
    return _replay;
  end if;
  _streamer := donations.lock_streamer(_intent, _command ->> 'streamer_ref');
  insert into donations.timers as t (
    streamer_ref, unit_amount, seconds_per_unit, ends_at, remaining_seconds, latest_end_at, updated_at
  )
  values (
    _streamer.streamer_ref, (_command ->> 'unit_amount')::numeric, (_command ->> 'seconds_per_unit')::integer,
    case when _runs then _now + make_interval(secs => _left) end, case when not _runs then _left end,
    (_command ->> 'latest_end_at')::timestamptz, _now
  )
  on conflict (streamer_ref) do update
  set unit_amount = excluded.unit_amount,
    seconds_per_unit = excluded.seconds_per_unit,
    ends_at = excluded.ends_at,
    remaining_seconds = excluded.remaining_seconds,
    latest_end_at = excluded.latest_end_at,
    version = t.version + 1,
    updated_at = greatest(_now, t.updated_at)
  returning * into _timer;
  perform donations.announce_timer(_intent, 'timer.set', _timer);
  return platform.end_write(_intent, donations.timer_view(_timer));
end
$$;

grant execute on function donations.set_timer(jsonb, jsonb) to saku_app;
