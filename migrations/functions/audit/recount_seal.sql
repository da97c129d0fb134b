-- Counts and hashes anew what a seal covers, from the entries as they are stored now.
create or replace function audit.recount_seal(_seal audit.seals)
returns table (entries bigint, range_hash bytea, changed_refs text[])
language sql
stable
set search_path = ''
set timezone = 'UTC'
set plan_cache_mode = force_custom_plan
as $$
  with covered as materialized (
    select event_ref, log_id, entry_hash, audit.hash_of(to_jsonb(entry)) as hash_now
    from (
      select * from audit.audit_logs
      where occurred_at >= _seal.month and occurred_at < _seal.month + interval '1 month'
        and log_id > _seal.after_log_id and log_id <= _seal.until_log_id
      union all
      select * from audit.audit_logs_archived
      where occurred_at >= _seal.month and occurred_at < _seal.month + interval '1 month'
        and log_id > _seal.after_log_id and log_id <= _seal.until_log_id
    ) as entry
  )
  select count(*), sha256(coalesce(string_agg(entry_hash, ''::bytea order by log_id), ''::bytea)),
    coalesce(array_agg(event_ref order by log_id) filter (where entry_hash <> hash_now), '{}')
  from covered;
$$;
