-- What happened, written in the commit in which it happened, and kept: read models are rebuilt from here.
create table platform.outbox_events (
  id uuid primary key default uuidv7(),
  event_ref platform.ref not null unique,
  event_type text not null check (event_type ~ '^[a-z_]+(\.[a-z_]+)+$'),
  aggregate_type text not null,
  aggregate_ref platform.ref not null,
  -- Gapless per aggregate, so that a consumer can tell a late event from a lost one.
  sequence bigint not null check (sequence > 0),
  payload jsonb not null check (jsonb_typeof(payload) = 'object'),
  traceparent text,
  -- created_at is not the order of commits: "everything since" is read below the horizon of running transactions.
  transaction_xid xid8 not null default pg_current_xact_id(),
  created_at timestamptz not null default clock_timestamp(),
  published_at timestamptz,
  unique (aggregate_type, aggregate_ref, sequence)
);

create index outbox_events_unpublished on platform.outbox_events (transaction_xid, id) where published_at is null;
create index outbox_events_by_horizon on platform.outbox_events (transaction_xid, id);

-- A write that was answered, kept for ever: the same key and body get the same answer.
create table platform.idempotency_keys (
  -- The owner behind the caller, so that a new session or a rotated key still finds its own writes.
  scope platform.ref not null,
  key text collate "C" not null check (length(key) between 1 and 255),
  operation text not null,
  request_hash bytea not null check (length(request_hash) = 32),
  -- Null only inside the transaction that claimed the key.
  reply jsonb,
  created_at timestamptz not null default clock_timestamp(),
  primary key (scope, key)
);

-- One row a run of a scheduled job, so that an operator sees that it ran and what it found.
create table platform.job_runs (
  id uuid primary key default uuidv7(),
  job text not null,
  started_at timestamptz not null,
  finished_at timestamptz not null check (finished_at >= started_at),
  is_clean boolean not null,
  findings jsonb not null check (jsonb_typeof(findings) = 'object')
);

create index job_runs_by_job on platform.job_runs (job, started_at desc);

grant select on platform.outbox_events, platform.job_runs to saku_app;
