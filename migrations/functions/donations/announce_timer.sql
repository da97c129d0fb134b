-- Announces a change of a countdown; several things may happen in one commit.
create or replace function donations.announce_timer(_intent jsonb, _event_type text, _timer donations.timers)
returns void
language sql
set search_path = ''
as $$
  select platform.append_event(
    _intent || jsonb_build_object('event_ref', platform.new_ref()), _event_type, 'timer', _timer.streamer_ref,
    _timer.version, donations.timer_view(_timer)
  );
$$;
