-- Compares what another context believes of its accounts with what they are. Each claim names an account_ref, its
-- owner_ref, currency and flags; the answer lists the claims that are wrong, and how.
create or replace function ledger.account_faults(_claims jsonb)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('owner_ref', owner_ref, 'fault', fault)), '[]')
  from (
    select claim.owner_ref,
      case
        when accounts.id is null then 'account_missing'
        when accounts.owner_ref <> claim.owner_ref then 'owner_differs'
        when accounts.currency <> claim.currency then 'currency_differs'
        when accounts.closed <> claim.closed then 'closed_differs'
        when (accounts.debit_blocked, accounts.credit_blocked) <> (claim.debit_blocked, claim.credit_blocked)
          then 'blocks_differ'
        when not exists (select from ledger.balances where account_id = accounts.id) then 'balance_missing'
      end as fault
    from jsonb_to_recordset(_claims) as claim (
      account_ref text, owner_ref text, currency text, closed boolean, debit_blocked boolean, credit_blocked boolean
    )
    left join ledger.accounts on accounts.account_ref = claim.account_ref
  ) as compared
  where fault is not null;
$$;
