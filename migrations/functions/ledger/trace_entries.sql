-- The entries between two places in the order of their accounts, each held against the one before it in its stripe. The
-- first of them may go on a stripe whose balance and time so far are given.
create or replace function ledger.trace_entries(
  _id uuid, _stripe smallint, _version bigint, _balance numeric, _recorded_at timestamptz,
  _until_id uuid, _until_stripe smallint, _until_version bigint
)
returns table (
  account_id uuid, stripe smallint, account_ref text, version bigint, journal_ref text, recorded_at timestamptz,
  debit numeric, credit numeric, balance_after numeric, is_gap boolean, is_broken boolean, is_backward boolean,
  is_foreign boolean
)
language sql
stable
set search_path = ''
set plan_cache_mode = force_custom_plan
set enable_seqscan = off
set enable_bitmapscan = off
as $$
  select account_id, stripe, account_ref, account_version, journal_ref, recorded_at,
    case direction when 'DEBIT' then amount else 0 end,
    case direction when 'CREDIT' then amount else 0 end,
    balance_after,
    account_version <> 1 + lag(account_version, 1, case when is_continued then _version else 0 end) over chain,
    balance_after <> case direction when 'CREDIT' then amount else -amount end
      + lag(balance_after, 1, case when is_continued then _balance else 0 end) over chain,
    coalesce(recorded_at < lag(recorded_at, 1, case when is_continued then _recorded_at end) over chain, false),
    is_foreign
  from (
    select entries.*, account_ref, entries.currency <> accounts.currency as is_foreign,
      (account_id, stripe) = (_id, _stripe) as is_continued
    from ledger.entries
    join ledger.accounts on accounts.id = account_id
    where (account_id, stripe, account_version) > (_id, _stripe, _version)
      and (account_id, stripe, account_version) <= (_until_id, _until_stripe, _until_version)
  ) as slice
  window chain as (partition by account_id, stripe order by account_version);
$$;
