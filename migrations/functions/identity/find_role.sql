-- The role of a name, with nothing in it that the caller may not do themselves: nobody gives or takes what they have not.
create or replace function identity.find_role(_command jsonb)
returns identity.roles
language plpgsql
stable
set search_path = ''
as $$
declare
  _role identity.roles;
  _missing jsonb;
begin
  select * into _role from identity.roles where role_name = _command ->> 'role';
  if not found then
    perform platform.refuse('role_not_found', jsonb_build_object('role', _command ->> 'role'));
  end if;
  _missing := identity.missing_scopes(
    array(select scope from identity.role_permissions where role_id = _role.role_id), _command
  );
  if _missing is not null then
    perform platform.refuse('role_too_wide', jsonb_build_object('scopes', _missing));
  end if;
  return _role;
end
$$;
