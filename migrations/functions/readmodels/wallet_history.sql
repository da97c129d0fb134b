-- A page of what happened to a wallet, newest first and stripe by stripe, with how far events have been read, and
-- the wallet in them. Null where no event has told of such a wallet of this owner.
create or replace function readmodels.wallet_history(
  _wallet_ref text, _acting_owner text, _filters jsonb, _after jsonb, _limit integer
)
returns jsonb
language sql
stable
security definer
set search_path = ''
set enable_seqscan = off
as $$
  select jsonb_build_object(
    'version', wallet.version,
    'as_of', (select platform.to_rfc3339(as_of) from readmodels.progress where consumer_group = 'readmodels'),
    'rows', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'transaction_ref', transaction_ref, 'transaction_type', transaction_type, 'journal_ref', journal_ref,
        'mutation_type', mutation_type, 'amount', platform.to_decimal(amount, currency), 'currency', currency,
        'balance_after', platform.to_decimal(balance_after, currency), 'version', version, 'stripe', stripe,
        'created_at', platform.to_rfc3339(created_at)
      ) order by stripe desc, version desc), '[]')
      from (
        select *
        from readmodels.wallet_transactions_view
        -- As a range of the key: told that it is one account, Postgres sorts all of its rows for each page.
        where account_ref >= wallet.account_ref
          and (account_ref, stripe, version) < (
            wallet.account_ref, coalesce((_after ->> 'stripe')::smallint, 32767::smallint),
            coalesce((_after ->> 'version')::bigint, 9223372036854775807)
          )
          and (_filters ->> 'mutation_type' is null or mutation_type = _filters ->> 'mutation_type')
          and (_filters ->> 'from' is null or created_at >= (_filters ->> 'from')::timestamptz)
          and (_filters ->> 'to' is null or created_at < (_filters ->> 'to')::timestamptz)
        order by account_ref desc, stripe desc, version desc
        limit _limit
      ) as page
    )
  )
  from readmodels.wallet_balances_view as wallet
  where wallet_ref = _wallet_ref and (_acting_owner is null or owner_ref = _acting_owner);
$$;

grant execute on function readmodels.wallet_history(text, text, jsonb, jsonb, integer) to saku_app;
