-- What wallets hold, as their copies at the edge show it. A wallet whose owner is not known yet has none.
create or replace function readmodels.copies_of(_wallet_refs text[])
returns json
language sql
stable
set search_path = ''
as $$
  select coalesce(json_agg(json_build_object(
    'wallet_ref', held.wallet_ref, 'owner_ref', held.owner_ref, 'currency', held.currency,
    'balance', (balance * unit)::text, 'pending_in', (pending_in * unit)::text, 'pending_out', (pending_out * unit)::text,
    'available', ((balance - pending_out) * unit)::text, 'overdraft', (overdraft * unit)::text,
    'version', version, 'revision', revision, 'as_of', platform.to_rfc3339(last_updated),
    'kept_until', platform.to_rfc3339(kept_until)
  )), '[]')
  from (select distinct unnest(_wallet_refs) as wallet_ref) as named
  cross join lateral (
    select * from readmodels.wallet_balances_view where wallet_ref = named.wallet_ref
  ) as held
  join platform.currencies on currencies.code = held.currency
  left join readmodels.kept_copies on kept_copies.wallet_ref = held.wallet_ref
  cross join lateral (select ('1e-' || exponent)::numeric as unit) as scale
  where held.owner_ref is not null;
$$;
