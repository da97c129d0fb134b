-- Finds a streamer whom this caller may act for, and holds the row until the commit: whatever counts or orders a
-- streamer's donations goes one after the other.
create or replace function donations.lock_streamer(_intent jsonb, _streamer_ref text)
returns donations.streamers
language plpgsql
set search_path = ''
as $$
declare
  _streamer donations.streamers;
begin
  select * into _streamer
  from donations.streamers
  where streamer_ref = _streamer_ref
    and (_intent ->> 'acting_owner' is null or streamer_ref = _intent ->> 'acting_owner')
  for update;
  if not found then
    perform platform.refuse('streamer_not_found', jsonb_build_object('streamer_ref', _streamer_ref));
  end if;
  return _streamer;
end
$$;
