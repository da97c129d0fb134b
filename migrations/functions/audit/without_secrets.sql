-- Events hold no secrets; the log trusts nobody's word for it.
create or replace function audit.without_secrets(_values jsonb)
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select jsonb_object_agg(key, case
    when audit.holds_secret(key) then '"[redacted]"'
    when jsonb_typeof(value) = 'object' then audit.without_secrets(value)
    else value
  end)
  from jsonb_each(_values);
$$;
