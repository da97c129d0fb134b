create schema audit;
grant usage on schema audit to saku_app;

-- Counts rows in the order of writing. A seal covers a range of these numbers.
create sequence audit.log_ids;

-- What happened, what was denied and who looked at everything: one log for whoever audits. Append-only.
create table audit.audit_logs (
  log_id bigint not null default nextval('audit.log_ids'),
  -- The ref of the event, of the denial or of the reading itself.
  event_ref platform.ref not null,
  event_type text collate "C" not null check (length(event_type) between 3 and 100),
  context text collate "C" not null check (length(context) between 3 and 30),
  entity_type text collate "C" not null check (length(entity_type) between 3 and 50),
  entity_ref platform.ref,
  -- Null where a job acted, or where nobody knows who did.
  actor_ref platform.ref,
  actor_type text collate "C" not null check (actor_type in ('OWNER', 'BOOTSTRAP', 'SYSTEM', 'UNKNOWN')),
  action text collate "C" not null check (length(action) between 2 and 50),
  outcome text collate "C" not null check (outcome in ('DONE', 'FAILED', 'DENIED')),
  -- What the fields that changed were before, as far as the log still holds it; null where nothing came before.
  old_values jsonb check (jsonb_typeof(old_values) = 'object'),
  new_values jsonb check (jsonb_typeof(new_values) = 'object'),
  metadata jsonb not null check (jsonb_typeof(metadata) = 'object'),
  ip_address inet,
  user_agent text check (length(user_agent) <= 300),
  -- The trace that it belongs to, by which everything that one request caused is found.
  trace_id text collate "C" check (trace_id ~ '^[0-9a-f]{32}$'),
  -- In whole milliseconds, because pages of the list go on after a moment as it is shown.
  occurred_at timestamptz not null check (occurred_at = date_trunc('milliseconds', occurred_at)),
  recorded_at timestamptz not null,
  -- Over all of the above but the number: audit.hash_of.
  entry_hash bytea not null check (octet_length(entry_hash) = 32),
  -- A partitioned table's key has to hold what it is partitioned by.
  primary key (occurred_at, log_id)
) partition by range (occurred_at);

create index audit_logs_by_number on audit.audit_logs (log_id);
create index audit_logs_by_entity on audit.audit_logs (entity_ref, occurred_at, log_id) where entity_ref is not null;
create index audit_logs_by_actor on audit.audit_logs (actor_ref, occurred_at, log_id) where actor_ref is not null;
create index audit_logs_by_type on audit.audit_logs (event_type, occurred_at, log_id);
create index audit_logs_by_trace on audit.audit_logs (trace_id) where trace_id is not null;

-- What belongs to a month that has no partition: made too late, or written a year after it happened.
create table audit.audit_logs_default partition of audit.audit_logs default;

-- From the first moment on; later months are made ahead by audit.prepare_partitions.
do $$
declare
  _month timestamptz;
begin
  set local timezone = 'UTC';
  for _month in select date_trunc('month', clock_timestamp()) + n * interval '1 month' from generate_series(-1, 3) as n loop
    execute format(
      'create table audit.%1$I partition of audit.audit_logs (
         constraint of_its_month check (occurred_at >= %2$L and occurred_at < %3$L)
       ) for values from (%2$L) to (%3$L)',
      'audit_logs_' || to_char(_month, 'YYYY_MM'), _month, _month + interval '1 month'
    );
  end loop;
end
$$;

-- Months whose copy is kept elsewhere. They can still be read here until they are dropped.
create table audit.audit_logs_archived (like audit.audit_logs) partition by range (occurred_at);

-- What the partitioned table cannot promise itself: that nothing is written down twice.
create table audit.audit_event_ids (
  event_ref platform.ref primary key,
  occurred_at timestamptz not null
);

-- How far the log has come with what it takes from elsewhere, and with what it does again and again.
create table audit.positions (
  source text primary key check (source in ('denials', 'strangers', 'recount')),
  -- A ref, a day, or the number of a seal.
  reached text collate "C" not null,
  moved_at timestamptz not null
);

insert into audit.positions (source, reached, moved_at)
values ('denials', '00000000000000000000000000', clock_timestamp()), ('strangers', '1970-01-01', clock_timestamp()),
  ('recount', '0', clock_timestamp());

grant select on audit.audit_logs to saku_app;
