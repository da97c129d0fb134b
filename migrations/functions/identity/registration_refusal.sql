-- What a registration is refused for already before its password is hashed, which costs more than all the rest: a name that
-- is taken, or a message too many. Neither tells whether somebody has the address. It is asked again when it is kept.
create or replace function identity.registration_refusal(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _pause integer;
begin
  if exists (select from identity.users where username = _command ->> 'username') then
    perform platform.refuse('username_taken', '{}');
  end if;
  _pause := identity.pause_of(identity.hash_of(_command, 'destination_hash'), 'REGISTRATION');
  if _pause is not null then
    return identity.pause_refusal(_pause);
  end if;
  return jsonb_build_object('replayed', false, 'result', '{}'::jsonb);
end
$$;

grant execute on function identity.registration_refusal(jsonb, jsonb) to saku_app;
