-- Everything that somebody's roles let them do, in the order of the alphabet.
create or replace function identity.scopes_of(_user_id uuid)
returns text[]
language sql
stable
set search_path = ''
as $$
  select coalesce(array_agg(distinct p.scope order by p.scope), '{}')
  from identity.user_roles as u
  join identity.role_permissions as p on p.role_id = u.role_id
  where u.user_id = _user_id;
$$;
