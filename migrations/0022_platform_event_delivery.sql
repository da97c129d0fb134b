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
