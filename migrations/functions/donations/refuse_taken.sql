-- Says what is in the way of a new page, or of a new address for one.
create or replace function donations.refuse_taken(_streamer_ref text, _slug text)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if exists (select from donations.streamers where slug = _slug and streamer_ref <> _streamer_ref) then
    perform platform.refuse('streamer_slug_taken', jsonb_build_object('slug', _slug));
  end if;
  perform platform.refuse('streamer_exists', jsonb_build_object('streamer_ref', _streamer_ref));
end
$$;
