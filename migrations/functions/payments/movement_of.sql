create or replace function payments.movement_of(_movement_ref text)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select payments.movement_view(movements) from payments.movements where movement_ref = _movement_ref;
$$;

grant execute on function payments.movement_of(text) to saku_app;
