-- Gives up a collection that the wallet could not pay after all. The debt stays, and is asked for again later.
create or replace function payments.drop_movement(_movement_ref text, _failure jsonb)
returns void
language sql
security definer
set search_path = ''
as $$
  update payments.movements
  set status = 'DROPPED', failure = _failure
  where movement_ref = _movement_ref and status = 'PENDING' and kind = 'COLLECT';
$$;

grant execute on function payments.drop_movement(text, jsonb) to saku_app;
