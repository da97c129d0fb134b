-- Seals up to so many entries of those that are decided: one seal a month, each over the one before. Who seals at the same
-- moment waits, and finds nothing to do. Answers the last seal, and how many entries were covered.
create or replace function audit.seal(_settled bigint, _limit integer)
returns jsonb
language plpgsql
security definer
set search_path = ''
set timezone = 'UTC'
as $$
declare
  _last audit.seals;
  _after bigint;
  _until bigint;
  _sealed integer := 0;
  _range record;
begin
  perform pg_advisory_xact_lock(hashtextextended('audit.seals', 0));
  select * into _last from audit.seals order by seal_no desc limit 1;
  _after := coalesce(_last.until_log_id, 0);
  _until := coalesce((
    select log_id
    from audit.audit_logs
    where log_id > _after and log_id <= _settled
    order by log_id
    offset _limit - 1
    limit 1
  ), _settled);

  for _range in
    select date_trunc('month', occurred_at)::date as month, count(*) as entries,
      sha256(string_agg(entry_hash, ''::bytea order by log_id)) as range_hash
    from audit.audit_logs
    where log_id > _after and log_id <= _until
    group by 1
    order by 1
  loop
    _last := row(
      coalesce(_last.seal_no, 0) + 1, _range.month, _after, _until, _range.entries, _range.range_hash,
      coalesce(_last.seal_hash, decode(repeat('00', 32), 'hex')), null, platform.moment()
    )::audit.seals;
    _last.seal_hash := audit.hash_of_seal(_last);
    insert into audit.seals select _last.*;
    _sealed := _sealed + _range.entries;
  end loop;

  return jsonb_build_object(
    'sealed', _sealed, 'seal_no', coalesce(_last.seal_no, 0), 'seal_hash', encode(_last.seal_hash, 'hex'),
    'sealed_at', platform.to_rfc3339(_last.sealed_at)
  );
end
$$;

grant execute on function audit.seal(bigint, integer) to saku_app;
