-- The entries of one part, one a line: the number, the hash, and the text that was hashed. Entries about many legs are large,
-- and a Worker has to hold the whole part.
create or replace function audit.archive_slice(_month date, _after bigint, _limit integer)
returns jsonb
language sql
stable
security definer
set search_path = ''
set timezone = 'UTC'
set plan_cache_mode = force_custom_plan
as $$
  select jsonb_build_object(
    'entries', count(*), 'last_log_id', max(log_id),
    'lines', string_agg(line, E'\n' order by log_id)
  )
  from (
    select log_id, line, sum(octet_length(line)) over (order by log_id) - octet_length(line) as bytes_before
    from (
      select log_id, '{"number":' || log_id || ',"hash":"' || encode(entry_hash, 'hex') || '","entry":'
        || audit.canonical(to_jsonb(entry)) || '}' as line
      from audit.audit_logs as entry
      where occurred_at >= _month and occurred_at < _month + interval '1 month' and log_id > _after
        and log_id <= (
          select until_log_id
          from audit.seals
          join audit.archives on archives.last_seal_no = seals.seal_no
          where archives.month = _month
        )
      order by log_id
      limit _limit
    ) as found
  ) as measured
  where bytes_before < 8_000_000;
$$;

grant execute on function audit.archive_slice(date, bigint, integer) to saku_app;
