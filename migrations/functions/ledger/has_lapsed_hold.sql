-- Whether one of these accounts has promised money until a moment that has passed. Mostly nobody has, and then that is all
-- that is asked.
create or replace function ledger.has_lapsed_hold(_account_ids uuid[], _moment timestamptz)
returns boolean
language sql
stable
set search_path = ''
as $$
  select case
    when exists (select from ledger.holds where status = 'ACTIVE' and expires_at <= _moment)
      then exists (
        select from ledger.holds
        where from_account_id = any (_account_ids) and status = 'ACTIVE' and expires_at <= _moment
      )
    else false
  end;
$$;
