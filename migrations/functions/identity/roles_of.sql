-- The roles that somebody has, in the order of the alphabet.
create or replace function identity.roles_of(_user_id uuid)
returns text[]
language sql
stable
set search_path = ''
as $$
  select coalesce(array_agg(r.role_name order by r.role_name), '{}')
  from identity.user_roles as u
  join identity.roles as r on r.role_id = u.role_id
  where u.user_id = _user_id;
$$;
