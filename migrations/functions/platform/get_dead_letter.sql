-- One event that could not be delivered, with all that it says, or null.
create or replace function platform.get_dead_letter(_dead_letter_ref text)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select platform.dead_letter_view(parked) || jsonb_build_object('event', event)
  from platform.parked_events as parked
  where dead_letter_ref = _dead_letter_ref;
$$;

grant execute on function platform.get_dead_letter(text) to saku_app;
