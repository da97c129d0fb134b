-- Tries what somebody proves themselves with: their app or a backup code where they have one, else a code that was sent.
-- Answers null if it is right.
create or replace function identity.try_step_up(_user identity.users, _command jsonb)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  _tried record;
begin
  if exists (select from identity.totp_factors where user_id = _user.id and confirmed_at is not null) then
    return identity.try_factor(_user.id, _command);
  end if;
  select * into _tried
  from identity.try_otp(
    _command ->> 'otp_ref', 'STEP_UP', _user.id, identity.hash_of(_command, 'code_hash')
  );
  return case when _tried.verdict <> 'RIGHT' then identity.otp_refusal(_tried.verdict, _tried.attempts_left) end;
end
$$;
