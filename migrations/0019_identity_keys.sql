-- What access tokens are signed with. A key is published before it signs (NEXT), while it signs (ACTIVE), and afterwards
-- for as long as a token of its may stand (RETIRED, until published_until).
create table identity.signing_keys (
  kid text collate "C" primary key check (kid ~ '^[A-Za-z0-9_-]{8,64}$'),
  alg text not null check (alg = 'EdDSA'),
  public_jwk jsonb not null,
  -- Sealed with a secret that only the Worker has; gone as soon as the key signs no more.
  private_jwk_encrypted text,
  state text not null default 'NEXT' check (state in ('NEXT', 'ACTIVE', 'RETIRED')),
  created_at timestamptz not null default clock_timestamp(),
  activated_at timestamptz,
  retired_at timestamptz,
  published_until timestamptz,
  constraint signing_keys_public_is_public check (public_jwk ?& array['kty', 'crv', 'x'] and not public_jwk ? 'd'),
  constraint signing_keys_retired_cannot_sign check ((state = 'RETIRED') = (private_jwk_encrypted is null)),
  constraint signing_keys_retired_says_when check (
    (state = 'RETIRED') = (retired_at is not null and published_until is not null)
  )
);

-- One that signs and one that waits, whoever makes keys at the same moment.
create unique index signing_keys_one_a_state on identity.signing_keys (state) where state <> 'RETIRED';

-- Nothing is granted: the application reaches both tables through functions, and no function shows a hash.

-- Keys for services. Of the key itself only its hash is kept, and its beginning, by which its owner knows it again.
create table identity.api_keys (
  id uuid primary key default uuidv7(),
  key_ref platform.ref not null unique,
  -- A user, or the bootstrap operator, who is no user.
  owner_ref platform.ref not null,
  name text not null check (length(name) between 1 and 100),
  prefix text collate "C" not null,
  key_hash bytea not null unique check (octet_length(key_hash) = 32),
  mode text not null check (mode in ('live', 'test')),
  scopes text[] not null check (cardinality(scopes) between 1 and 100),
  -- Empty: from anywhere.
  ip_allow_list inet[] not null default '{}' check (cardinality(ip_allow_list) <= 50),
  expires_at timestamptz,
  -- Of the last use only the hour is kept: enough to find keys that nobody uses, too little to follow somebody by.
  last_used_at timestamptz check (last_used_at = date_trunc('hour', last_used_at)),
  rotated_to platform.ref unique,
  revoked_at timestamptz,
  version bigint not null default 1 check (version > 0),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint api_keys_prefix_says_mode check (starts_with(prefix, 'saku_' || mode || '_')),
  constraint api_keys_rotated_ends check (rotated_to is null or expires_at is not null or revoked_at is not null)
);

create index api_keys_by_owner on identity.api_keys (owner_ref, key_ref);
