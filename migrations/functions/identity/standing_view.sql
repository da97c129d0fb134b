-- What may be said of somebody in events and in the replies that are kept: refs and states, and nothing about the person.
create or replace function identity.standing_view(_user identity.users)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'user_ref', _user.user_ref,
    'status', _user.status,
    'roles', to_jsonb(identity.roles_of(_user.id)),
    'version', _user.version,
    'updated_at', platform.to_rfc3339(_user.updated_at)
  );
$$;
