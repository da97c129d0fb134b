create schema identity;
grant usage on schema identity to saku_app;

-- Whoever can log in. Names and whatever else is known of a person live elsewhere.
create table identity.users (
  id uuid primary key default uuidv7(),
  user_ref platform.ref not null unique,
  username text collate "C" unique check (username ~ '^[a-z0-9_]{3,30}$'),
  email text not null check (length(email) between 3 and 254),
  -- The address as it is compared: two spellings of one mailbox are one person.
  email_norm text collate "C" not null unique,
  phone_e164 text collate "C" unique check (phone_e164 ~ '^\+[1-9][0-9]{6,14}$'),
  -- Null until the address is proved: whoever registers an address that is not theirs must not choose its password.
  password_hash text collate "C" check (password_hash like '$scrypt$%'),
  status text not null default 'PENDING' check (status in ('PENDING', 'ACTIVE', 'SUSPENDED', 'DELETED')),
  email_verified_at timestamptz,
  phone_verified_at timestamptz,
  last_login_at timestamptz,
  -- Counts the changes of this row; also its ETag and the sequence of its events.
  version bigint not null default 1 check (version > 0),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  constraint users_pending_proved_nothing check (
    (status = 'PENDING') <= (email_verified_at is null and password_hash is null)
  ),
  constraint users_active_proved_address check (
    (status in ('ACTIVE', 'SUSPENDED')) <= (email_verified_at is not null and password_hash is not null)
  ),
  constraint users_deleted_says_when check ((status = 'DELETED') = (deleted_at is not null)),
  constraint users_verified_phone_is_known check (phone_verified_at is null or phone_e164 is not null)
);

create index users_by_status on identity.users (status, user_ref) where status <> 'ACTIVE';

-- A code that was sent to somebody, or that looks to a stranger as if it had been: user_id is null then. Rows are only
-- ever added, used up and voided, so that what was tried can be told afterwards.
create table identity.user_otps (
  otp_ref platform.ref primary key,
  user_id uuid references identity.users,
  purpose text not null check (purpose in ('REGISTRATION', 'STEP_UP', 'EMAIL_CHANGE', 'PHONE_CHANGE')),
  channel text not null check (channel in ('email', 'sms')),
  -- Keyed, because there are few enough addresses and numbers to try them all.
  destination_hash bytea not null check (octet_length(destination_hash) = 32),
  code_hash bytea not null check (octet_length(code_hash) = 32),
  -- What becomes true when the code is proved, and belongs to this request alone: the password and name of a
  -- registration, the new address or number of a change.
  promise jsonb not null default '{}' check (jsonb_typeof(promise) = 'object'),
  attempts smallint not null default 0 check (attempts between 0 and max_attempts),
  max_attempts smallint not null default 5,
  expires_at timestamptz not null,
  used_at timestamptz,
  voided_at timestamptz,
  created_at timestamptz not null,
  constraint user_otps_live_ten_minutes_at_most check (expires_at <= created_at + interval '10 minutes'),
  constraint user_otps_end_once check (used_at is null or voided_at is null),
  constraint user_otps_ended_promise_nothing check (
    (used_at is null and voided_at is null) or promise = '{}'
  )
);

create index user_otps_by_destination on identity.user_otps (destination_hash, created_at desc);
create index user_otps_by_user on identity.user_otps (user_id, created_at desc);

create table identity.user_sessions (
  id uuid primary key default uuidv7(),
  session_ref platform.ref not null unique,
  user_id uuid not null references identity.users,
  device_info text check (length(device_info) <= 100),
  ip_address inet,
  user_agent text check (length(user_agent) <= 300),
  -- When the person last proved who they are, and when with a second factor.
  auth_time timestamptz not null,
  mfa_at timestamptz,
  -- Absolute: nothing extends it.
  expires_at timestamptz not null,
  created_at timestamptz not null,
  last_activity_at timestamptz not null,
  revoked_at timestamptz,
  revoked_reason text,
  constraint user_sessions_end_in_thirty_days check (expires_at <= created_at + interval '30 days'),
  constraint user_sessions_revoked_says_why check ((revoked_at is null) = (revoked_reason is null))
);

create index user_sessions_by_user on identity.user_sessions (user_id, last_activity_at) where revoked_at is null;

-- Of a token only its hash is kept. Its successor is derived from it, so that a repetition is answered the same.
create table identity.refresh_tokens (
  token_ref platform.ref primary key,
  session_id uuid not null references identity.user_sessions,
  -- The first token of the line: all of them fall together.
  family_id uuid not null,
  parent_ref platform.ref unique references identity.refresh_tokens,
  successor_ref platform.ref unique,
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  expires_at timestamptz not null,
  rotated_at timestamptz,
  revoked_at timestamptz,
  revoked_reason text,
  created_at timestamptz not null,
  constraint refresh_tokens_rotated_has_successor check ((rotated_at is null) = (successor_ref is null)),
  constraint refresh_tokens_revoked_says_why check ((revoked_at is null) = (revoked_reason is null)),
  constraint refresh_tokens_idle_two_weeks check (expires_at <= created_at + interval '14 days')
);

create index refresh_tokens_by_session on identity.refresh_tokens (session_id);
-- A line has one end at any time, whoever races.
create unique index refresh_tokens_one_end on identity.refresh_tokens (family_id)
  where rotated_at is null and revoked_at is null;

-- No hash of any secret is among the columns that the application may read.
grant select (
  id, user_ref, username, email, email_norm, phone_e164, status, email_verified_at, phone_verified_at, last_login_at,
  version, created_at, updated_at, deleted_at
) on identity.users to saku_app;
grant select on identity.user_sessions to saku_app;
