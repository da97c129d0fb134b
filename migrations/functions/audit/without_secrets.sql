-- Events hold no secrets; the log trusts nobody's word for it.
create or replace function audit.without_secrets(_values jsonb)
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select case
    -- Plain searches: a regular expression over a whole event takes several times as long, and most hold none of these.
    when _values::text like any (array[
      '%secret%', '%passw%', '%token%', '%otp_code%', '%pin_code%', '%private_key%', '%authorization%'
    ]) then (
      select jsonb_object_agg(key, case
        when key ~ 'secret|passw|token|otp_code|pin_code|private_key|authorization' then '"[redacted]"'
        when jsonb_typeof(value) = 'object' then audit.without_secrets(value)
        else value
      end)
      from jsonb_each(_values)
    )
    else _values
  end;
$$;
