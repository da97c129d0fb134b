-- What holds that have run out still count on an account until somebody ends them. A reader takes it off, so that it
-- makes no difference whether a sweeper came by.
create or replace function ledger.lapsed_pending(
  _account_id uuid, _now timestamptz, out pending_in numeric, out pending_out numeric
)
language sql
stable
set search_path = ''
as $$
  select
    (
      select coalesce(sum(amount - captured), 0) from ledger.holds
      where to_account_id = _account_id and status = 'ACTIVE' and expires_at <= _now
    ),
    (
      select coalesce(sum(amount - captured), 0) from ledger.holds
      where from_account_id = _account_id and status = 'ACTIVE' and expires_at <= _now
    );
$$;
