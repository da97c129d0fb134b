-- A page of a wallet's business days, newest first. Null where no event has told of such a wallet of this owner.
create or replace function readmodels.wallet_snapshots(
  _wallet_ref text, _acting_owner text, _filters jsonb, _after date, _limit integer
)
returns jsonb
language sql
stable
security definer
set search_path = ''
set enable_seqscan = off
as $$
  select jsonb_build_object(
    'as_of', (select platform.to_rfc3339(as_of) from readmodels.progress where consumer_group = 'readmodels'),
    'rows', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'date', date, 'time_zone', time_zone, 'currency', page.currency,
        'opening_balance', platform.to_decimal(opening_balance, page.currency),
        'closing_balance', platform.to_decimal(closing_balance, page.currency),
        'total_debit', platform.to_decimal(total_debit, page.currency),
        'total_credit', platform.to_decimal(total_credit, page.currency)
      ) order by date desc), '[]')
      from (
        select *
        from readmodels.daily_wallet_snapshot
        where daily_wallet_snapshot.wallet_ref = wallet.wallet_ref
          and date < coalesce(_after, 'infinity') and date >= coalesce((_filters ->> 'from')::date, '-infinity')
          and date <= coalesce((_filters ->> 'to')::date, 'infinity')
        order by date desc
        limit _limit
      ) as page
    )
  )
  from readmodels.wallet_balances_view as wallet
  where wallet_ref = _wallet_ref and (_acting_owner is null or owner_ref = _acting_owner);
$$;

grant execute on function readmodels.wallet_snapshots(text, text, jsonb, date, integer) to saku_app;
