-- Every role with what it lets people do.
create or replace function identity.list_roles()
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select jsonb_agg(
    jsonb_build_object(
      'role', r.role_name,
      'description', r.description,
      'scopes', (select jsonb_agg(scope order by scope) from identity.role_permissions where role_id = r.role_id)
    )
    order by r.role_id
  )
  from identity.roles as r;
$$;

grant execute on function identity.list_roles() to saku_app;
