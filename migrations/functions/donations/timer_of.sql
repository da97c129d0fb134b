-- The countdown of a streamer, or null where none was set.
create or replace function donations.timer_of(_streamer_ref text, _acting_owner text)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  _streamer donations.streamers := donations.find_streamer(_streamer_ref, _acting_owner);
begin
  return (
    select donations.timer_view(t) from donations.timers as t where t.streamer_ref = _streamer.streamer_ref
  );
end
$$;

grant execute on function donations.timer_of(text, text) to saku_app;
