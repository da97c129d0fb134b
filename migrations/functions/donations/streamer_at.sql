-- The page at an address, or null. Whoever gives something to somebody may know how; what of it is shown to strangers is
-- decided where it is shown.
create or replace function donations.streamer_at(_slug text)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select donations.streamer_view(s) || jsonb_build_object('goals', donations.goals_shown(s.streamer_ref))
  from donations.streamers as s
  where slug = _slug;
$$;

grant execute on function donations.streamer_at(text) to saku_app;
