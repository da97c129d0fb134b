-- Sets a countdown: its price, and that it runs from now or stands. Where nothing is said of what is left, it is what was
-- left: a donation may have lengthened it since the caller looked.
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
  _given integer := (_command ->> 'remaining_seconds')::integer;
  _runs boolean := (_command ->> 'is_running')::boolean;
  _timer donations.timers;
  _left interval;
begin
  if _replay is not null then
    return _replay;
  end if;
  _streamer := donations.lock_streamer(_intent, _command ->> 'streamer_ref');
  select * into _timer from donations.timers where streamer_ref = _streamer.streamer_ref;
  -- In seconds throughout, because a day is not everywhere as long as another.
  _left := make_interval(secs => (_command ->> 'add_seconds')::integer + coalesce(
    _given, greatest(extract(epoch from _timer.ends_at - _now), case when _timer.ends_at is not null then 0 end),
    _timer.remaining_seconds, 0
  ));
  _left := least(greatest(_left, interval '0'), make_interval(secs => 86400000));

  insert into donations.timers as t (
    streamer_ref, unit_amount, seconds_per_unit, ends_at, remaining_seconds, latest_end_at, updated_at
  )
  values (
    _streamer.streamer_ref, (_command ->> 'unit_amount')::numeric, (_command ->> 'seconds_per_unit')::integer,
    case when _runs then _now + _left end, case when not _runs then ceil(extract(epoch from _left))::integer end,
    (_command ->> 'latest_end_at')::timestamptz, _now
  )
  on conflict (streamer_ref) do update
  set unit_amount = excluded.unit_amount,
    seconds_per_unit = excluded.seconds_per_unit,
    ends_at = excluded.ends_at,
    remaining_seconds = excluded.remaining_seconds,
    latest_end_at = excluded.latest_end_at,
    version = t.version + 1,
    -- What has run out begins anew: nothing of what was given before is left in it.
    set_version = case
      when _given is null and (t.ends_at > _now or t.remaining_seconds > 0) then t.set_version
      else t.version + 1
    end,
    updated_at = greatest(_now, t.updated_at)
  returning * into _timer;
  perform donations.announce_timer(_intent, 'timer.set', _timer);
  return platform.end_write(_intent, donations.timer_view(_timer));
end
$$;

grant execute on function donations.set_timer(jsonb, jsonb) to saku_app;
