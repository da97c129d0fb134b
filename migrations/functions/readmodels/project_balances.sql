-- Brings what wallets hold up to what was told: the latest of their legs, what is promised, and what they are. Wallets are
-- locked in one order by every batch.
create or replace function readmodels.project_balances(
  _legs readmodels.leg[], _events platform.published_event[], _targets readmodels.target[]
)
returns void
language sql
set search_path = ''
as $$
  with changes as (
    select generation, wallet_ref, stripe, null::text as owner_ref, max(currency) as currency,
      max(account_ref) as account_ref, (array_agg(balance order by version desc))[1] as balance, 0::numeric as pending_in,
      0::numeric as pending_out, null::numeric as overdraft, max(version) as version, count(*) as changes,
      max(recorded_at) as changed_at
    from unnest(_targets) as target
    cross join unnest(_legs) as leg
    where wallet_ref is not null and readmodels.is_reached(target, 'transaction', leg.aggregate_ref)
    group by generation, wallet_ref, stripe
    union all
    select generation, wallet_ref, 0, null, currency, null, null, pending_in, pending_out, null, 0, changes,
      changed_at
    from readmodels.project_holds(_events, _targets)
    union all
    select generation, wallet_ref, 0, owner_ref, currency, null, null, 0, 0, overdraft, 0, events, told_at
    from readmodels.wallets_told(_events)
    cross join unnest(_targets) as target
    where readmodels.is_reached(target, 'wallet', wallet_ref)
  )
  insert into readmodels.balances as known (
    wallet_ref, stripe, generation, owner_ref, currency, account_ref, balance, pending_in, pending_out, overdraft,
    version, revision, last_updated
  )
  select wallet_ref, stripe, generation, max(owner_ref), coalesce(max(currency), ''), max(account_ref),
    coalesce(max(balance), 0), sum(pending_in), sum(pending_out), max(overdraft), max(version), sum(changes),
    max(changed_at)
  from changes
  group by generation, wallet_ref, stripe
  order by generation, wallet_ref, stripe
  on conflict (wallet_ref, stripe, generation) do update
  set owner_ref = coalesce(excluded.owner_ref, known.owner_ref),
    account_ref = coalesce(excluded.account_ref, known.account_ref),
    balance = case when excluded.version > known.version then excluded.balance else known.balance end,
    pending_in = known.pending_in + excluded.pending_in,
    pending_out = known.pending_out + excluded.pending_out,
    overdraft = coalesce(excluded.overdraft, known.overdraft),
    version = greatest(excluded.version, known.version),
    revision = known.revision + excluded.revision,
    last_updated = greatest(excluded.last_updated, known.last_updated);
$$;
