-- Forgets that a charge could not be handled: it was.
create or replace function donations.forget_unhandled(_charge_ref text)
returns void
language sql
security definer
set search_path = ''
as $$
  delete from donations.unhandled_charges where charge_ref = _charge_ref;
$$;

grant execute on function donations.forget_unhandled(text) to saku_app;
