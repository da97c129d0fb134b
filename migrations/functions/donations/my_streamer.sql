-- A page as its streamer sees it.
create or replace function donations.my_streamer(_streamer_ref text, _acting_owner text)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select donations.streamer_view(donations.find_streamer(_streamer_ref, _acting_owner));
$$;

grant execute on function donations.my_streamer(text, text) to saku_app;
