-- Notes that a password was right and that a second factor is awaited, for five minutes and five tries.
create or replace function identity.challenge_login(_user identity.users, _command jsonb)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  _now timestamptz := platform.moment();
begin
  insert into identity.login_challenges (challenge_ref, user_id, token_hash, password_hash, expires_at, created_at)
  values (
    _command ->> 'challenge_ref', _user.id, identity.hash_of(_command, 'challenge_hash'), _user.password_hash,
    _now + interval '5 minutes', _now
  );
  return jsonb_build_object('mfa_required', true, 'expires_at', platform.to_rfc3339(_now + interval '5 minutes'));
end
$$;
