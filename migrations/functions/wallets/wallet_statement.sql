-- A wallet's statement over a range of its versions, or over the time from one moment to just before another.
create or replace function wallets.wallet_statement(
  _wallet_ref text, _acting_owner text, _range jsonb, _lines_at_most integer
)
returns jsonb
language plpgsql
security definer
set search_path = ''
-- A plan that was made while the tables were small would read all of them when they are large.
set enable_seqscan = off
as $$
declare
  _wallet wallets.wallets := wallets.find_wallet(_wallet_ref, _acting_owner);
begin
  perform wallets.refuse_platform_wallet(_wallet);
  return jsonb_build_object('wallet_ref', _wallet.wallet_ref) || ledger.statement_of(
    _wallet.account_ref,
    (_range ->> 'from_version')::bigint,
    (_range ->> 'to_version')::bigint,
    (_range ->> 'from')::timestamptz,
    (_range ->> 'to')::timestamptz,
    _lines_at_most
  );
end
$$;

grant execute on function wallets.wallet_statement(text, text, jsonb, integer) to saku_app;
