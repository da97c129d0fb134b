-- The places of those among the askers who may not do any more what they ask for: they are no longer active, or lost the
-- role for it. Whoever does later what was asked for earlier asks this.
create or replace function identity.lost_authorities(_owner_refs text[], _scopes text[], _for_all boolean[])
returns setof integer
language sql
stable
set search_path = ''
as $$
  with asked as (
    select * from unnest(_owner_refs, _scopes, _for_all) with ordinality as asker (owner_ref, scope, is_for_all, place)
  ),
  lost as materialized (
    select owner_ref, scope, is_for_all
    from (select distinct owner_ref, scope, is_for_all from asked) as kind
    where not identity.holds_authority(owner_ref, scope, is_for_all)
  )
  select place::integer from asked join lost using (owner_ref, scope, is_for_all);
$$;
