-- Whether a reference of these transfers is borne by an earlier transaction of the same owner, or by two of them.
create or replace function transactions.are_names_taken(_transfers transactions.plain_transfers)
returns boolean
language sql
stable
set search_path = ''
as $$
  select count(stands) > 0 or count(distinct claim.reference) < count(*)
  from unnest(_transfers.scopes, _transfers."references") as claim (scope, reference)
  left join lateral (
    select true as stands from transactions.transactions
    where requested_by = claim.scope and transactions.reference = claim.reference and status <> 'FAILED'
    limit 1
  ) as taken on true
  where claim.reference is not null;
$$;
