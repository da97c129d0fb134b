-- The tables that hold a projection.
create or replace function readmodels.tables_of(_name text)
returns text[]
language sql
immutable
as $$
  select case _name
    when 'wallet_balances_view' then array['balances', 'holds']
    when 'ledger_entries_view' then array['entries']
    when 'transaction_facts' then array['facts']
    when 'daily_wallet_snapshot' then array['snapshots']
  end;
$$;
