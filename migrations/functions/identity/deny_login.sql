-- Answers a proof that is not taken, and remembers why among the person's own activities. The
-- audit is told the same.
create or replace function identity.deny_login(_user_id uuid, _code text, _reason text, _command jsonb)
returns jsonb
language plpgsql
set search_path = ''
as $$
begin
  if _user_id is null then
    perform identity.count_anonymous_denial(_reason, null, _command ->> 'route', _command ->> 'ip', 1);
  else
    perform identity.log_activity(
      _user_id, 'LOGIN_DENIED', jsonb_build_object('reason', _reason), _command ->> 'ip', _command ->> 'user_agent'
    );
    perform identity.record_denial(
      (select user_ref from identity.users where id = _user_id), _command ->> 'route', _reason
    );
  end if;
  return identity.refusal(_code);
end
$$;
