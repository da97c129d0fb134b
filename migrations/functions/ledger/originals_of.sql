-- What the commands act on, as it stands under the locks: holds by their own record, journals by what may still be
-- reversed of them.
create or replace function ledger.originals_of(_commands ledger.command[])
returns ledger.original[]
language sql
stable
set search_path = ''
as $$
  select array_agg(row(n, transaction_ref, kind, status, remaining, expires_at)::ledger.original order by n)
  from (
    select row_number() over (order by original_ref) as n, original_ref as transaction_ref,
      case when holds.transaction_ref is null then 'JOURNAL' else 'HOLD' end as kind,
      coalesce(holds.status, 'ACTIVE') as status,
      case when holds.status <> 'ACTIVE' then 0 else coalesce(holds.amount - holds.captured, reversible) end as remaining,
      holds.expires_at
    from (
      select original_ref, max(reversible) as reversible, bool_and(kind = 'REVERSE') as is_reversal
      from unnest(_commands)
      where original_ref is not null and refusal is null
      group by original_ref
    ) as acted_on
    left join lateral (
      select * from ledger.holds where transaction_ref = acted_on.original_ref and not is_reversal limit 1
    ) as holds on true
  ) as numbered;
$$;
