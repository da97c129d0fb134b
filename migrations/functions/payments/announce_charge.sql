-- Counts a change of a charge and announces it in the commit that made it. The transaction is the one that moved the
-- money, where any did.
create or replace function payments.announce_charge(
  _charge_id uuid, _event_type text, _traceparent text, _transaction_ref text
)
returns void
language plpgsql
set search_path = ''
as $$
declare
  _charge payments.charges;
begin
  update payments.charges
  set version = version + 1, changed_xid = pg_current_xact_id()
  where id = _charge_id
  returning * into strict _charge;
  perform platform.append_event(
    jsonb_build_object('event_ref', platform.new_ref(), 'traceparent', _traceparent),
    _event_type, 'charge', _charge.charge_ref, _charge.version,
    payments.charge_facts(_charge) || jsonb_build_object('transaction_ref', _transaction_ref)
  );
end
$$;
