-- What is announced of a person, and what a command about one answers: no address, no name, nothing that was typed.
create or replace function identity.account_view(_user identity.users)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'user_ref', _user.user_ref,
    'user_status', _user.status,
    'version', _user.version,
    'created_at', platform.to_rfc3339(_user.created_at),
    'updated_at', platform.to_rfc3339(_user.updated_at)
  );
$$;
