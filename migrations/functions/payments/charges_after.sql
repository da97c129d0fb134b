-- Charges that have changed since a position, in the order of their commits' horizon, and the position after them: whoever
-- missed being told finds here what they missed. A charge that changes again comes again.
create or replace function payments.charges_after(_position text, _limit integer)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  with started as (
    select coalesce(nullif(split_part(_position, ':', 1), ''), '0')::xid8 as xid, split_part(_position, ':', 2) as ref
  ),
  found as (
    select charges, changed_xid, charge_ref
    from payments.charges, started
    where status <> 'PENDING'
      and (changed_xid, charge_ref::text) > (started.xid, started.ref)
      and changed_xid < pg_snapshot_xmin(pg_current_snapshot())
    order by changed_xid, charge_ref
    limit _limit
  )
  select jsonb_build_object(
    'charges', coalesce(jsonb_agg(payments.charge_view(charges) order by changed_xid, charge_ref), '[]'),
    'position', coalesce(
      (array_agg(changed_xid || ':' || charge_ref order by changed_xid desc, charge_ref desc))[1], _position
    )
  )
  from found;
$$;

grant execute on function payments.charges_after(text, integer) to saku_app;
