-- Hashes anew what no seal covers yet, which is what the last minute or two have brought.
create or replace function audit.verify_unsealed(_limit integer)
returns jsonb
language sql
stable
security definer
set search_path = ''
set timezone = 'UTC'
as $$
  select jsonb_build_object(
    'entries', count(*),
    'faults', coalesce(
      jsonb_agg(jsonb_build_object('fault', 'entry_changed', 'event_ref', event_ref)) filter (
        where entry_hash <> audit.hash_of(to_jsonb(entry))
      ), '[]'
    )
  )
  from (
    select *
    from audit.audit_logs
    where log_id > coalesce((select max(until_log_id) from audit.seals), 0)
    order by log_id
    limit _limit
  ) as entry;
$$;

grant execute on function audit.verify_unsealed(integer) to saku_app;
