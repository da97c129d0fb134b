-- A page of what happened to a wallet's balance, newest first.
create or replace function wallets.wallet_mutations(
  _wallet_ref text, _acting_owner text, _filters jsonb, _after jsonb, _limit integer
)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
-- A plan that was made while the tables were small would read all of them when they are large.
set enable_seqscan = off
as $$
declare
  _wallet wallets.wallets := wallets.find_wallet(_wallet_ref, _acting_owner);
begin
  return ledger.mutations_of(
    _wallet.account_ref,
    _filters ->> 'mutation_type',
    (_filters ->> 'from')::timestamptz,
    (_filters ->> 'to')::timestamptz,
    (_after ->> 'recorded_at')::timestamptz,
    (_after ->> 'stripe')::smallint,
    (_after ->> 'version')::bigint,
    _limit
  );
end
$$;

grant execute on function wallets.wallet_mutations(text, text, jsonb, jsonb, integer) to saku_app;
