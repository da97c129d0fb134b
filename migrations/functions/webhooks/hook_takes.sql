-- Whether a hook of this type can be set as a command wants. What is asked before a transaction holds it up, so it has
-- two seconds at most; only what is told afterwards can be told again.
create or replace function webhooks.hook_takes(_type text, _command jsonb)
returns boolean
language sql
immutable
set search_path = ''
as $$
  select case _type
    when 'PRE_TRANSACTION' then _command ->> 'attempts_at_most' is null
      and coalesce((_command ->> 'timeout_ms')::integer <= 2000, true)
    else _command ->> 'on_failure' is null end;
$$;
