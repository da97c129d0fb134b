-- What an operator wants asked before a transaction, or told after it.
create table webhooks.hooks (
  id uuid primary key default uuidv7(),
  hook_ref platform.ref not null unique,
  owner_ref platform.ref not null,
  name text not null check (length(name) between 1 and 100),
  type text not null check (type in ('PRE_TRANSACTION', 'POST_TRANSACTION')),
  url text not null check (length(url) between 8 and 2000),
  is_active boolean not null,
  -- Whoever made it may keep no hooks any more, and nobody has decided about it since.
  has_lost_authority boolean not null default false check (not (is_active and has_lost_authority)),
  sealed_secret text not null,
  -- Values of headers are credentials of the receiver as often as not; their names are shown.
  sealed_headers text,
  header_names text[] not null,
  timeout_ms integer not null,
  -- What becomes of a transaction whose hook does not answer.
  on_failure text check (on_failure in ('FAIL_OPEN', 'FAIL_CLOSED')),
  attempts_at_most smallint,
  version bigint not null default 1 check (version > 0),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint hooks_asked_in_time check (timeout_ms between 100 and case type when 'PRE_TRANSACTION' then 2000 else 15000 end),
  constraint hooks_asked_say_what_failure_means check ((type = 'PRE_TRANSACTION') = (on_failure is not null)),
  constraint hooks_told_say_how_often check (
    (type = 'POST_TRANSACTION') = (attempts_at_most is not null) and attempts_at_most between 1 and 8
  )
);

-- What tells a post-transaction hook is an endpoint of its own, which changes and goes with the hook.
alter table webhooks.webhook_endpoints add column hook_id uuid unique references webhooks.hooks on delete set null;

-- Who may register receivers and hooks follows from their roles, as everything does.
insert into identity.role_permissions (role_id, scope)
select role_id, scope
from identity.roles
join (values
  ('webhooks:read', array['user', 'streamer', 'operator', 'auditor', 'admin', 'service']),
  ('webhooks:write', array['user', 'streamer', 'operator', 'admin', 'service']),
  ('hooks:read', array['operator', 'auditor', 'admin']),
  ('hooks:write', array['operator', 'admin'])
) as granted (scope, role_names) on role_name = any (role_names);
