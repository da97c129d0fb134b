-- How events leave the outbox, and how each group of consumers takes every one of them once and in order.

-- What was sent is a position and no mark on each row: a mark would write every event a second time.
alter table platform.outbox_events drop column published_at;

-- How far a reader of the outbox has come. Everything up to here was handed on; it begins before the first event.
create table platform.relay_positions (
  relay text collate "C" primary key check (relay ~ '^[a-z]+(:[a-z]+)?$'),
  transaction_xid xid8 not null default '0',
  event_ref platform.ref not null default '00000000000000000000000000',
  moved_at timestamptz not null default clock_timestamp()
);

-- How far a group has come with each thing that events are about. It moves in the commit of the effect.
create table platform.inbox_positions (
  consumer_group text collate "C" not null,
  aggregate_type text collate "C" not null,
  aggregate_ref platform.ref not null,
  -- Null columns, flags and times would cost every transaction a row that is twice as wide.
  sequence bigint not null check (sequence >= 0),
  primary key (consumer_group, aggregate_ref, aggregate_type)
);

-- Events that cannot be taken yet: one came before its predecessor, or its effect failed.
create table platform.parked_events (
  consumer_group text collate "C" not null,
  aggregate_type text collate "C" not null,
  aggregate_ref platform.ref not null,
  sequence bigint not null check (sequence > 0),
  event json not null,
  -- EARLY waits for its predecessor, FAILED is tried again, DEAD waits for an operator, DROPPED is to be passed over.
  reason text collate "C" not null check (reason in ('EARLY', 'FAILED', 'DEAD', 'DROPPED')),
  -- What an operator calls it by, from its first failure on.
  dead_letter_ref platform.ref unique,
  error text check (length(error) <= 500),
  attempts integer not null default 0 check (attempts >= 0),
  -- How often an operator has decided about it: the sequence of what is announced about that.
  version integer not null default 0,
  parked_at timestamptz not null default clock_timestamp(),
  failed_at timestamptz,
  next_attempt_at timestamptz,
  primary key (consumer_group, aggregate_ref, aggregate_type, sequence),
  check ((reason = 'EARLY') = (dead_letter_ref is null))
);

create index parked_events_due on platform.parked_events (consumer_group, next_attempt_at)
  where next_attempt_at is not null;
create index parked_events_by_reason on platform.parked_events (consumer_group, reason);

-- What a group has passed over because an operator let it. Whoever builds anew what the group built passes over it too.
create table platform.dropped_events (
  consumer_group text collate "C" not null,
  event_ref platform.ref not null,
  primary key (consumer_group, event_ref)
);

-- How many events went to a group and how many it has taken. Striped, or those who take at once would wait for each other.
create table platform.group_progress (
  consumer_group text collate "C" not null,
  stripe smallint not null,
  sent_events bigint not null default 0,
  consumed_events bigint not null default 0,
  -- The newest event that was taken, and how old it was then.
  last_event_at timestamptz,
  last_lag_ms bigint,
  consumed_at timestamptz,
  primary key (consumer_group, stripe)
) with (fillfactor = 50);

-- Who does a job that nobody may do twice at once, and until when.
create table platform.job_leases (
  job text collate "C" primary key check (length(job) between 3 and 60),
  holder platform.ref not null,
  ends_at timestamptz not null
);

-- An event as a consumer is given it.
create type platform.published_event as (
  event_ref text,
  event_type text,
  aggregate_type text,
  aggregate_ref text,
  sequence bigint,
  occurred_at timestamptz,
  traceparent text,
  attempt integer,
  data json
);

-- Of an event whose month has left, everything stays but its data: its place, by which it is known to have happened.
alter table platform.outbox_events alter column payload drop not null;

-- Months of the outbox on their way out: each from where the one before ended to the first event that was made after it.
create table platform.outbox_archives (
  month date primary key check (extract(day from month) = 1),
  -- EXPORTING: parts are being copied. EXPORTED: the manifest is written. DETACHED: the copy was seen to be whole. DROPPED:
  -- the data of its events is in the copy only.
  state text not null check (state in ('EXPORTING', 'EXPORTED', 'DETACHED', 'DROPPED')),
  -- How far its data has been dropped; at first, where it begins.
  dropped_xid xid8 not null,
  dropped_ref platform.ref not null,
  manifest_key text check ((state <> 'EXPORTING') = (manifest_key is not null)),
  manifest_hash bytea check ((manifest_key is not null) = (manifest_hash is not null) and octet_length(manifest_hash) = 32),
  started_at timestamptz not null,
  detached_at timestamptz check ((state in ('DETACHED', 'DROPPED')) = (detached_at is not null))
);

-- The objects that a month was copied into, each up to one event.
create table platform.outbox_archive_parts (
  month date not null references platform.outbox_archives,
  part_no integer not null check (part_no > 0),
  object_key text not null unique,
  content_hash bytea not null check (octet_length(content_hash) = 32),
  bytes bigint not null check (bytes > 0),
  entries integer not null check (entries > 0),
  last_xid xid8 not null,
  last_ref platform.ref not null,
  primary key (month, part_no),
  constraint outbox_archive_parts_in_order unique (last_xid, last_ref)
);
