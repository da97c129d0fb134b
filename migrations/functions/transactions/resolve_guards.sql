-- Guards name wallets; the ledger knows accounts.
create or replace function transactions.resolve_guards(_guards jsonb)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_agg(guard || jsonb_build_object('account_ref', known.account_ref) order by place)
  from jsonb_array_elements(_guards) with ordinality as listed (guard, place)
  left join lateral wallets.find_accounts(array[guard ->> 'wallet_ref']) as known on true
  where _guards is not null;
$$;
