-- Keeps an event whose effect failed, so that it waits alone with what comes after it about the same thing. It is tried
-- again later and later; after the last time it is dead until an operator decides.
create or replace function platform.put_aside(_group text, _event json, _error text)
returns text
language plpgsql
security definer
set search_path = ''
as $$
declare
  _now timestamptz := clock_timestamp();
  _pauses interval[] := '{10s,1min,5min,30min,2h,6h,12h}';
  _sent platform.published_event := (platform.read_events(json_build_array(_event)))[1];
  _position platform.inbox_positions := (platform.lock_positions(_group, array[_sent]))[1];
  _kept platform.parked_events;
begin
  -- Somebody else has taken it by now.
  if _sent.sequence <= _position.sequence then
    return 'TAKEN';
  end if;

  insert into platform.parked_events as parked (
    consumer_group, aggregate_type, aggregate_ref, sequence, event, reason, dead_letter_ref, error, attempts, failed_at,
    next_attempt_at
  )
  values (
    _group, _sent.aggregate_type, _sent.aggregate_ref, _sent.sequence, platform.sent_event(_sent), 'FAILED',
    platform.new_ref(), left(_error, 500), 1, _now, _now + _pauses[1]
  )
  on conflict (consumer_group, aggregate_ref, aggregate_type, sequence) do update
  set error = excluded.error, attempts = parked.attempts + 1, failed_at = _now,
    dead_letter_ref = coalesce(parked.dead_letter_ref, excluded.dead_letter_ref),
    reason = case when _pauses[parked.attempts + 1] is null then 'DEAD' else 'FAILED' end,
    next_attempt_at = _now + _pauses[parked.attempts + 1]
  -- A copy that failed beside the one that was put aside tells nothing new; neither does one that is to be passed over.
  where parked.reason = 'EARLY' or (parked.reason = 'FAILED' and parked.attempts = _sent.attempt)
  returning * into _kept;
  return coalesce(_kept.reason, 'KEPT');
end
$$;

grant execute on function platform.put_aside(text, json, text) to saku_app;
