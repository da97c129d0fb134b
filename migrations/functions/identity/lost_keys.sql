-- The places of those API keys among the credentials whose owner lost the role for what the key asks. A session needs no
-- such question, because it ends with the role.
create or replace function identity.lost_keys(_credential_refs text[], _scopes text[], _for_all boolean[])
returns setof integer
language sql
stable
set search_path = ''
as $$
  with asked as (
    select *
    from unnest(_credential_refs, _scopes, _for_all) with ordinality as asker (credential_ref, scope, is_for_all, place)
  ),
  lost as materialized (
    select credential_ref, scope, is_for_all
    from (select distinct credential_ref, scope, is_for_all from asked) as kind
    cross join lateral (
      select owner_ref from identity.api_keys where key_ref = credential_ref limit 1
    ) as owned
    where not identity.holds_authority(owner_ref, scope, is_for_all)
  )
  select place::integer from asked join lost using (credential_ref, scope, is_for_all);
$$;
