-- What the widgets of a streamer's overlays show now: goals that are collected for, and the countdown.
create or replace function donations.widgets_of(_streamer_ref text)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select donations.streamer_view(s) || jsonb_build_object(
    'goals', donations.goals_shown(s.streamer_ref),
    'timer', (select donations.timer_view(t) from donations.timers as t where t.streamer_ref = s.streamer_ref)
  )
  from donations.streamers as s
  where s.streamer_ref = _streamer_ref;
$$;

grant execute on function donations.widgets_of(text) to saku_app;
