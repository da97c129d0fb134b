-- The donation that was accepted under this key, where the page would not accept it any more; null where none was.
create or replace function donations.accepted_before(_intent jsonb)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select platform.replay_of(_intent);
$$;

grant execute on function donations.accepted_before(jsonb) to saku_app;
