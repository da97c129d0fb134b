-- A streamer whom this caller may look into. A stranger's page has no inside for them.
create or replace function donations.find_streamer(_streamer_ref text, _acting_owner text)
returns donations.streamers
language plpgsql
stable
set search_path = ''
as $$
declare
  _streamer donations.streamers;
begin
  select * into _streamer
  from donations.streamers
  where streamer_ref = _streamer_ref and (_acting_owner is null or streamer_ref = _acting_owner);
  if not found then
    perform platform.refuse('streamer_not_found', jsonb_build_object('streamer_ref', _streamer_ref));
  end if;
  return _streamer;
end
$$;
