-- Makes the partitions of this month and the next ones. A month whose entries lie in the default partition already cannot
-- have one any more: it is named, because somebody has let the making lapse.
create or replace function audit.prepare_partitions(_months integer)
returns jsonb
language plpgsql
security definer
set search_path = ''
set timezone = 'UTC'
as $$
declare
  _month date;
  _made text[] := '{}';
  _late text[] := '{}';
begin
  perform pg_advisory_xact_lock(hashtextextended('audit.partitions', 0));
  for _month in
    select generate_series(date_trunc('month', clock_timestamp()), clock_timestamp() + _months * interval '1 month',
      interval '1 month')::date
  loop
    if to_regclass('audit.' || audit.partition_of(_month)) is not null then
      continue;
    end if;
    if exists (
      select from audit.audit_logs_default
      where occurred_at >= _month and occurred_at < _month + interval '1 month'
    ) then
      _late := _late || audit.partition_of(_month);
      continue;
    end if;
    -- The constraint spares a look at every row when the partition changes its parent.
    execute format(
      'create table audit.%1$I partition of audit.audit_logs (
         constraint of_its_month check (occurred_at >= %2$L and occurred_at < %3$L)
       ) for values from (%2$L) to (%3$L)',
      audit.partition_of(_month), _month::timestamptz, _month + interval '1 month'
    );
    _made := _made || audit.partition_of(_month);
  end loop;
  return jsonb_build_object('made', _made, 'late', _late);
end
$$;

grant execute on function audit.prepare_partitions(integer) to saku_app;
