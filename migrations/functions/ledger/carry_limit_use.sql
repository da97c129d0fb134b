-- Moves the present window of a limit to where it begins in another time zone, with what is used of it and with the
-- memory of who used it, so that what is given back later finds it.
create or replace function ledger.carry_limit_use(_limit ledger.limits, _time_zone text, _now timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
declare
  _old timestamptz := ledger.window_start(_limit.period, _limit.time_zone, _now);
  _new timestamptz := ledger.window_start(_limit.period, _time_zone, _now);
  _used numeric;
begin
  if _old = _new then
    return;
  end if;
  delete from ledger.limit_windows where limit_id = _limit.id and window_start = _old returning used into _used;
  if _used is null then
    return;
  end if;

  insert into ledger.limit_windows (limit_id, window_start, used) values (_limit.id, _new, _used)
  on conflict (limit_id, window_start) do update set used = limit_windows.used + excluded.used;
  update ledger.limit_uses set window_start = _new where limit_id = _limit.id and window_start = _old;
end
$$;
