-- What proves that somebody is who they say, beside the password: a token for a new one, an app, codes on paper.
create table identity.password_reset_requests (
  request_ref platform.ref primary key,
  -- Null for an address that nobody has: asking costs the same.
  user_id uuid references identity.users,
  destination_hash bytea not null check (octet_length(destination_hash) = 32),
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  expires_at timestamptz not null,
  used_at timestamptz,
  voided_at timestamptz,
  created_at timestamptz not null,
  constraint password_reset_requests_end_once check (used_at is null or voided_at is null)
);

create index password_reset_requests_by_destination
  on identity.password_reset_requests (destination_hash, created_at desc);
create unique index password_reset_requests_one_stands on identity.password_reset_requests (user_id)
  where used_at is null and voided_at is null;

create table identity.totp_factors (
  user_id uuid primary key references identity.users,
  -- Sealed with a secret that only the Worker has.
  secret_encrypted text not null,
  confirmed_at timestamptz,
  -- A code works once: only steps after this one are taken.
  last_step bigint not null default 0,
  failed_attempts integer not null default 0,
  locked_until timestamptz,
  created_at timestamptz not null
);

create table identity.backup_codes (
  user_id uuid not null references identity.users,
  code_hash bytea not null check (octet_length(code_hash) = 32),
  used_at timestamptz,
  created_at timestamptz not null,
  primary key (user_id, code_hash)
);

-- A login whose password was right and whose second factor is awaited.
create table identity.login_challenges (
  challenge_ref platform.ref primary key,
  user_id uuid not null references identity.users,
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  -- What the password was when it was proved: a challenge does not outlive a change of it.
  password_hash text collate "C" not null,
  attempts smallint not null default 0 check (attempts between 0 and 5),
  expires_at timestamptz not null,
  used_at timestamptz,
  created_at timestamptz not null
);

create index login_challenges_by_user on identity.login_challenges (user_id, created_at);

-- No hash of any secret is among the columns that the application may read.
grant select (user_id, confirmed_at) on identity.totp_factors to saku_app;
grant select (user_id, used_at) on identity.backup_codes to saku_app;
