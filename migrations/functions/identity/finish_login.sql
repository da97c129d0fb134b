-- The end of every login that succeeds.
create or replace function identity.finish_login(
  _intent jsonb, _user identity.users, _command jsonb, _has_second_factor boolean
)
returns jsonb
language plpgsql
set search_path = ''
as $$
begin
  update identity.users set last_login_at = platform.moment() where id = _user.id;
  return identity.open_session(_intent, _user, _command, _has_second_factor);
end
$$;
