-- Writes down what was denied: facts for whoever audits, which nothing later changes.
create or replace function identity.record_denials(_denials jsonb)
returns void
language sql
security definer
set search_path = ''
as $$
  insert into identity.access_denials (
    denial_ref, reason, method, route, caller_ref, credential_ref, request_id, more, created_at
  )
  select platform.new_ref(), d.reason, d.method, left(d.route, 200), d.caller_ref, d.credential_ref, d.request_id, d.more,
    platform.moment()
  from jsonb_to_recordset(_denials) as d (
    reason text, method text, route text, caller_ref text, credential_ref text, request_id text, more integer
  );
$$;

grant execute on function identity.record_denials(jsonb) to saku_app;
