-- The balance rows that a batch touches: those of its legs, of the holds and journals that it acts on, and the other
-- side of every hold on its accounts that has run out. A striped account has no floor that such a hold could bring it
-- under. Whoever only ends holds brings no legs, and looks at no other holds.
create or replace function ledger.balances_of(
  _legs ledger.leg[], _hold_refs text[], _journal_refs text[], _lane smallint
)
returns table (account_id uuid, stripe smallint, is_striped boolean)
language sql
stable
set search_path = ''
as $$
  with named as (
    select accounts.id, accounts.is_striped, accounts.has_limits
    from (select distinct account_ref from unnest(_legs) where account_ref is not null) as legs
    cross join lateral (
      select * from ledger.accounts where account_ref = legs.account_ref limit 1
    ) as accounts
    union
    select accounts.id, accounts.is_striped, accounts.has_limits
    from (select distinct alias, currency from unnest(_legs) where alias is not null) as legs
    join ledger.books on books.name = 'general'
    join ledger.accounts on accounts.book_id = books.id
      and accounts.currency = legs.currency and accounts.alias = legs.alias
    union
    select accounts.id, accounts.is_striped, accounts.has_limits
    from unnest(_journal_refs) as journal (ref)
    cross join lateral (
      select account_id from ledger.entries where journal_ref = journal.ref limit 10000
    ) as entries
    cross join lateral (select * from ledger.accounts where id = entries.account_id limit 1) as accounts
  ),
  acted_on as (
    select from_account_id, from_stripe, to_account_id, to_stripe
    from unnest(_hold_refs) as hold (ref)
    cross join lateral (select * from ledger.holds where transaction_ref = hold.ref limit 1) as holds
  ),
  watched as (
    select * from named
    union
    select accounts.id, accounts.is_striped, accounts.has_limits
    from (select from_account_id from acted_on union select to_account_id from acted_on) as side (id)
    cross join lateral (select * from ledger.accounts where accounts.id = side.id limit 1) as accounts
    where _legs is not null
  ),
  held as (
    select * from acted_on
    union
    select from_account_id, from_stripe, to_account_id, to_stripe
    from watched
    cross join lateral (
      select *
      from ledger.holds
      where not watched.is_striped and from_account_id = watched.id and status = 'ACTIVE'
        and expires_at <= clock_timestamp()
      limit 100000
    ) as holds
    union
    -- What was promised to an account counts towards its limits, so there its end matters as well.
    select from_account_id, from_stripe, to_account_id, to_stripe
    from watched
    cross join lateral (
      select *
      from ledger.holds
      where watched.has_limits and to_account_id = watched.id and status = 'ACTIVE' and expires_at <= clock_timestamp()
      limit 100000
    ) as holds
  )
  select id, stripe, bool_or(is_striped)
  from (
    select id, case when is_striped then _lane else 0::smallint end as stripe, is_striped from named
    union all
    select from_account_id, from_stripe, false from held
    union all
    select to_account_id, to_stripe, false from held
  ) as touched
  group by id, stripe;
$$;
