-- Writes down why somebody was denied, where the answer does not tell them: the reason is in capitals then.
create or replace function identity.record_denial(_caller_ref text, _route text, _reason text)
returns void
language sql
set search_path = ''
as $$
  insert into identity.access_denials (denial_ref, reason, route, caller_ref, created_at)
  values (platform.new_ref(), _reason, left(coalesce(_route, 'unknown'), 200), _caller_ref, platform.moment());
$$;
