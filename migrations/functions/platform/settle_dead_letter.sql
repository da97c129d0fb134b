-- What an operator decides about an event that could not be delivered: REPLAY tries it again now, and as often as a new
-- one; DROP passes over it, and whatever waits behind it goes on.
create or replace function platform.settle_dead_letter(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _replay jsonb := platform.begin_write(_intent);
  _decision text := _command ->> 'decision';
  _kept platform.parked_events;
begin
  if _replay is not null then
    return _replay;
  end if;

  -- A consumer locks the position first and the parked event after it; here nothing but the event is locked.
  select * into _kept
  from platform.parked_events
  where dead_letter_ref = _command ->> 'dead_letter_ref'
  for update;
  if not found then
    perform platform.refuse('dead_letter_not_found', jsonb_build_object('dead_letter_ref', _command ->> 'dead_letter_ref'));
  end if;
  if _kept.reason = 'DROPPED' then
    perform platform.refuse('dead_letter_dropped', jsonb_build_object('dead_letter_ref', _kept.dead_letter_ref));
  end if;
  if _decision = 'DROP' and _command -> 'whole_groups' ? _kept.consumer_group then
    perform platform.refuse('dead_letter_undroppable', jsonb_build_object(
      'dead_letter_ref', _kept.dead_letter_ref, 'group', _kept.consumer_group
    ));
  end if;

  update platform.parked_events as parked
  set reason = case _decision when 'DROP' then 'DROPPED' else 'FAILED' end,
    attempts = case _decision when 'DROP' then attempts else 1 end,
    version = version + 1, next_attempt_at = clock_timestamp()
  where dead_letter_ref = _kept.dead_letter_ref
  returning * into _kept;

  if _decision = 'DROP' then
    insert into platform.group_progress as progress (consumer_group, stripe, consumed_events)
    values (_kept.consumer_group, 0, 1)
    on conflict (consumer_group, stripe) do update
    set consumed_events = progress.consumed_events + 1;
  end if;

  perform platform.append_event(
    _intent, case _decision when 'DROP' then 'dead_letter.dropped' else 'dead_letter.replayed' end, 'dead_letter',
    _kept.dead_letter_ref, _kept.version, jsonb_build_object(
      'dead_letter_ref', _kept.dead_letter_ref, 'group', _kept.consumer_group,
      'event_ref', _kept.event ->> 'id', 'event_type', _kept.event ->> 'type',
      'aggregate_type', _kept.aggregate_type, 'aggregate_ref', _kept.aggregate_ref, 'sequence', _kept.sequence,
      'acted_by', _intent ->> 'scope'
    )
  );
  return platform.end_write(_intent, platform.dead_letter_view(_kept));
end
$$;

grant execute on function platform.settle_dead_letter(jsonb, jsonb) to saku_app;
