-- Gives the next token of a line for the one before, once. The same machine that asks again within twenty seconds, because
-- an answer was lost or two of its windows asked together, is given the same successor. Anybody else who shows a token
-- that was used has stolen it, or it was stolen from them: the whole line ends.
create or replace function identity.refresh_session(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _found record;
  _now timestamptz;
  _next identity.refresh_tokens;
begin
  select * into _found from identity.lock_token(identity.hash_of(_command, 'token_hash'));
  _now := platform.moment();
  if (_found.token).token_ref is null or (_found.session).revoked_at is not null
    or (_found.session).expires_at <= _now or (_found.token).revoked_at is not null
    or (_found.owner).status <> 'ACTIVE' then
    return identity.refusal('refresh_token_invalid');
  end if;

  if (_found.token).rotated_at is not null then
    if (_found.token).rotated_at + interval '20 seconds' > _now
      and (_found.session).user_agent is not distinct from _command ->> 'user_agent' then
      select * into _next from identity.refresh_tokens where token_ref = (_found.token).successor_ref;
      return platform.end_write(_intent, identity.session_view(_found.session, _next));
    end if;
    return identity.end_stolen_line(_found.session, _found.owner, _command);
  end if;
  if (_found.token).expires_at <= _now then
    return identity.refusal('refresh_token_invalid');
  end if;

  update identity.refresh_tokens
  set rotated_at = _now, successor_ref = _command ->> 'successor_ref'
  where token_ref = (_found.token).token_ref;
  insert into identity.refresh_tokens (
    token_ref, session_id, family_id, parent_ref, token_hash, expires_at, created_at
  )
  values (
    _command ->> 'successor_ref', (_found.session).id, (_found.token).family_id, (_found.token).token_ref,
    identity.hash_of(_command, 'successor_hash'), least(_now + interval '14 days', (_found.session).expires_at), _now
  )
  returning * into _next;
  update identity.user_sessions
  set last_activity_at = _now, ip_address = coalesce((_command ->> 'ip')::inet, ip_address),
    -- A browser that was brought up to date stays the same machine.
    user_agent = _command ->> 'user_agent'
  where id = (_found.session).id;
  return platform.end_write(_intent, identity.session_view(_found.session, _next));
end
$$;

grant execute on function identity.refresh_session(jsonb, jsonb) to saku_app;
