-- Whether an operator has left a settlement where it is, and neither they nor anything new about the charge asks for it.
create or replace function payments.settlement_rests(_charge_id uuid, _is_asked boolean)
returns boolean
language sql
stable
set search_path = ''
as $$
  select not _is_asked and exists (
    select
    from payments.movements
    where charge_id = _charge_id and kind = 'SETTLE' and status = 'DROPPED' and next_attempt_at = 'infinity'
  );
$$;
