create schema webhooks;
grant usage on schema webhooks to saku_app;

-- Where somebody wants to be told of what happens.
create table webhooks.webhook_endpoints (
  id uuid primary key default uuidv7(),
  endpoint_ref platform.ref not null unique,
  owner_ref platform.ref not null,
  url text not null check (length(url) between 8 and 2000),
  description text check (length(description) between 1 and 200),
  -- OWN is told what its owner may see, ALL is told everything: an operator's.
  audience text not null check (audience in ('OWN', 'ALL')),
  -- Names such as transaction.completed, or transaction.* for all about one thing. Empty means everything.
  event_types text[] not null,
  is_ordered boolean not null,
  status text not null default 'ENABLED' check (status in ('ENABLED', 'DISABLED', 'DELETED')),
  disabled_reason text check (disabled_reason in ('OWNER', 'FAILING', 'GONE', 'AUTHORITY_LOST')),
  -- Sealed by the Worker: this database cannot sign.
  sealed_secret text,
  previous_sealed_secret text,
  previous_secret_until timestamptz,
  sealed_headers text,
  timeout_ms integer not null default 15000 check (timeout_ms between 100 and 15000),
  attempts_at_most smallint not null default 8 check (attempts_at_most between 1 and 8),
  -- Since when every attempt has failed, how many in a row, and until when nothing is tried there.
  failing_since timestamptz,
  failures integer not null default 0 check (failures >= 0),
  paused_until timestamptz,
  -- Counts the changes of this row that people make; also its ETag and the sequence of its events.
  version bigint not null default 1 check (version > 0),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint webhook_endpoints_disabled_says_why check ((status = 'DISABLED') = (disabled_reason is not null)),
  constraint webhook_endpoints_deleted_keeps_no_secret check ((status = 'DELETED') = (sealed_secret is null)),
  constraint webhook_endpoints_overlap_has_end check ((previous_sealed_secret is null) = (previous_secret_until is null)),
  constraint webhook_endpoints_failing_counts check ((failing_since is null) = (failures = 0))
);

create index webhook_endpoints_by_owner on webhooks.webhook_endpoints (owner_ref, endpoint_ref);
create index webhook_endpoints_enabled on webhooks.webhook_endpoints (owner_ref) where status = 'ENABLED';
create index webhook_endpoints_told_all on webhooks.webhook_endpoints (id) where status = 'ENABLED' and audience = 'ALL';

-- One event for one endpoint. Its body is what is sent, each time the same but for its signature.
create table webhooks.webhook_deliveries (
  id uuid primary key default uuidv7(),
  delivery_ref platform.ref not null unique,
  endpoint_id uuid not null references webhooks.webhook_endpoints,
  event_ref platform.ref not null,
  event_type text collate "C" not null,
  aggregate_ref platform.ref not null,
  sequence bigint not null,
  body json not null,
  traceparent text,
  status text not null default 'PENDING' check (status in ('PENDING', 'DELIVERED', 'FAILED')),
  -- All attempts there ever were, and how many of them belong to rounds before the last replay.
  attempts integer not null default 0 check (attempts >= 0),
  attempts_before integer not null default 0 check (attempts_before between 0 and attempts),
  -- When it is tried next. A sender that takes it moves this on, so that what a lost sender held comes back by itself.
  due_at timestamptz,
  -- Until when a sender has it.
  held_until timestamptz,
  last_status smallint,
  last_error text check (length(last_error) <= 500),
  created_at timestamptz not null,
  ended_at timestamptz,
  constraint webhook_deliveries_once unique (endpoint_id, event_ref),
  constraint webhook_deliveries_pending_is_due check ((status = 'PENDING') = (due_at is not null)),
  constraint webhook_deliveries_ended_says_when check ((status = 'PENDING') = (ended_at is null))
);

create index webhook_deliveries_due on webhooks.webhook_deliveries (due_at) where status = 'PENDING';
create index webhook_deliveries_waiting on webhooks.webhook_deliveries (endpoint_id, due_at) where status = 'PENDING';
create index webhook_deliveries_in_order on webhooks.webhook_deliveries (endpoint_id, aggregate_ref, sequence)
  where status = 'PENDING';
create index webhook_deliveries_held on webhooks.webhook_deliveries (endpoint_id) where held_until is not null;
create index webhook_deliveries_by_endpoint on webhooks.webhook_deliveries (endpoint_id, delivery_ref);

-- What was sent and what came back, each by its head: bodies are kept by the receiver, or by nobody.
create table webhooks.delivery_attempts (
  delivery_id uuid not null references webhooks.webhook_deliveries on delete cascade,
  attempt integer not null check (attempt > 0),
  attempted_at timestamptz not null,
  duration_ms integer not null check (duration_ms >= 0),
  url text not null,
  request_headers jsonb not null check (jsonb_typeof(request_headers) = 'object'),
  response_status smallint,
  response_headers jsonb check (jsonb_typeof(response_headers) = 'object'),
  error text check (length(error) <= 500),
  primary key (delivery_id, attempt)
);
