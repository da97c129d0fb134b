-- A page of an account's entries, newest first. The place after which it goes on is an entry's time, stripe and version:
-- nothing that is recorded later can come to stand behind it. Each stripe is asked for its own versions, in the order of
-- its index, and no further than the page is long.
create or replace function ledger.mutations_of(
  _account_ref text, _direction text, _from timestamptz, _to timestamptz,
  _after_at timestamptz, _after_stripe smallint, _after_version bigint, _limit integer
)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'version', account_version,
    'stripe', stripe,
    'transaction_ref', transaction_ref,
    'journal_ref', journal_ref,
    'mutation_type', direction,
    'amount', (amount * unit)::text,
    'currency', currency,
    'balance_after', (balance_after * unit)::text,
    'recorded_at', platform.to_rfc3339(page.recorded_at),
    'effective_at', platform.to_rfc3339(coalesce(page.effective_at, page.recorded_at))
  ) order by page.recorded_at desc, stripe desc, account_version desc), '[]')
  from (
    select entry.*, ('1e-' || exponent)::numeric as unit
    from ledger.accounts
    join platform.currencies on currencies.code = accounts.currency
    join ledger.balances on balances.account_id = accounts.id
    cross join lateral (
      select
        case when _from is null then 0 else ledger.version_before(accounts.id, balances.stripe, _from) end as above,
        least(
          balances.version,
          case when _to is not null then ledger.version_before(accounts.id, balances.stripe, _to) end,
          case
            when balances.stripe = _after_stripe then _after_version - 1
            when balances.stripe > _after_stripe then ledger.version_before(accounts.id, balances.stripe, _after_at)
            when balances.stripe < _after_stripe
              then ledger.version_before(accounts.id, balances.stripe, _after_at + interval '1 millisecond')
          end
        ) as upto
    ) as bounds
    cross join lateral (
      select * from ledger.entries
      where account_id = accounts.id and entries.stripe = balances.stripe
        and account_version > above and account_version <= upto
        and (_direction is null or direction = _direction)
      order by account_version desc
      limit _limit
    ) as entry
    where accounts.account_ref = _account_ref
    order by entry.recorded_at desc, entry.stripe desc, account_version desc
    limit _limit
  ) as page
  cross join lateral (
    select transaction_ref from ledger.journals where journals.journal_ref = page.journal_ref limit 1
  ) as journals;
$$;
