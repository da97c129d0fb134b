-- What somebody may do follows from the roles that they have. Roles come with migrations: a role is a decision about what
-- the product lets people do, and no row that somebody edits.
create table identity.roles (
  role_id smallint primary key,
  role_name text collate "C" not null unique check (role_name ~ '^[a-z]{2,20}$'),
  description text not null
);

create table identity.role_permissions (
  role_id smallint not null references identity.roles,
  scope text collate "C" not null check (scope ~ '^[a-z_]+:[a-z]+$'),
  primary key (role_id, scope)
);

insert into identity.roles (role_id, role_name, description) values
  (1, 'user', 'Everybody who has registered: their own account, wallets and money.'),
  (2, 'streamer', 'Somebody whom others send money to: a user with what goes with it.'),
  (3, 'operator', 'Runs the platform day by day: everybody''s wallets and money, and who may log in.'),
  (4, 'auditor', 'Reads everything and changes nothing.'),
  (5, 'admin', 'May do everything, and says who has which role.'),
  (6, 'service', 'A program of the platform: moves money for everybody, and has no say over people.');

insert into identity.role_permissions (role_id, scope)
select role_id, scope
from identity.roles
join (values
  ('account:read', array['user', 'streamer', 'operator', 'auditor', 'admin', 'service']),
  ('account:write', array['user', 'streamer', 'operator', 'auditor', 'admin', 'service']),
  ('api_keys:read', array['user', 'streamer', 'operator', 'auditor', 'admin', 'service']),
  ('api_keys:write', array['user', 'streamer', 'operator', 'admin', 'service']),
  ('wallets:read', array['user', 'streamer', 'operator', 'auditor', 'admin', 'service']),
  ('wallets:write', array['user', 'streamer', 'operator', 'admin', 'service']),
  ('wallets:freeze', array['operator', 'admin']),
  ('wallets:limits', array['operator', 'admin']),
  ('ledger:read', array['operator', 'auditor', 'admin']),
  ('transactions:read', array['user', 'streamer', 'operator', 'auditor', 'admin', 'service']),
  ('transactions:write', array['user', 'streamer', 'operator', 'admin', 'service']),
  ('transactions:topup', array['operator', 'admin', 'service']),
  ('transactions:withdraw', array['operator', 'admin', 'service']),
  ('transactions:post', array['admin', 'service']),
  ('users:read', array['operator', 'auditor', 'admin']),
  ('users:write', array['operator', 'admin']),
  ('roles:read', array['operator', 'auditor', 'admin']),
  ('roles:write', array['admin'])
) as granted (scope, role_names) on role_name = any (role_names);

create table identity.user_roles (
  user_id uuid not null references identity.users,
  role_id smallint not null references identity.roles,
  assigned_at timestamptz not null,
  primary key (user_id, role_id)
);

create index user_roles_by_role on identity.user_roles (role_id, user_id);

-- How somebody wishes to be met. Who they are in law stands with the customer. Without a row the defaults hold.
create table identity.user_profiles (
  user_id uuid primary key references identity.users,
  display_name text check (length(display_name) between 1 and 50),
  preferred_currency text collate "C" not null default 'IDR' references platform.currencies (code),
  -- An IANA name, checked where it is written: what names there are changes with the server's release.
  timezone text not null default 'Asia/Jakarta' check (length(timezone) between 1 and 50),
  language text not null default 'id' check (language ~ '^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$'),
  version bigint not null default 1 check (version > 0),
  created_at timestamptz not null,
  updated_at timestamptz not null
);

-- What somebody wants to hear, and when not. Codes and warnings about an account's safety ask nobody.
create table identity.user_preferences (
  user_id uuid primary key references identity.users,
  email_notifications_enabled boolean not null default true,
  sms_notifications_enabled boolean not null default true,
  push_notifications_enabled boolean not null default true,
  marketing_emails_enabled boolean not null default false,
  -- In the time zone of the profile; it may run over midnight.
  quiet_from time(0),
  quiet_until time(0),
  version bigint not null default 1 check (version > 0),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint user_preferences_quiet_has_two_ends check ((quiet_from is null) = (quiet_until is null)),
  constraint user_preferences_quiet_ends check (quiet_from <> quiet_until)
);

-- What was done with somebody's account, for them to read. Append-only.
create table identity.user_activity_logs (
  log_id uuid primary key default uuidv7(),
  log_ref platform.ref not null unique,
  user_id uuid not null references identity.users,
  activity_type text collate "C" not null check (activity_type ~ '^[A-Z][A-Z_]{1,49}$'),
  metadata jsonb not null check (jsonb_typeof(metadata) = 'object' and octet_length(metadata::text) <= 4000),
  ip_address inet,
  user_agent text check (length(user_agent) <= 300),
  created_at timestamptz not null
);

create index user_activity_logs_by_user on identity.user_activity_logs (user_id, log_ref);
create index user_activity_logs_by_type on identity.user_activity_logs (user_id, activity_type, log_ref);

-- Every decision that denied somebody something: who asked, what for, and why not. Append-only.
create table identity.access_denials (
  denial_ref platform.ref primary key,
  -- The code of the problem that was answered, or in capitals what the answer did not tell.
  reason text collate "C" not null check (reason ~ '^([a-z_]{3,60}|[A-Z_]{3,60})$'),
  method text check (length(method) between 3 and 10),
  -- The address as its endpoint spells it, so that no ref of somebody's stands here.
  route text not null check (length(route) between 1 and 200),
  -- Null where nobody knows who it was.
  caller_ref platform.ref,
  credential_ref platform.ref,
  request_id text check (length(request_id) between 1 and 128),
  -- How many more of its kind came at the same moment and are told by this row.
  more integer not null default 0 check (more >= 0),
  created_at timestamptz not null
);

create index access_denials_by_caller on identity.access_denials (caller_ref, denial_ref);
