-- Each seal covers the entries of one month in a range of numbers, and the seal before it: who changes an entry has to
-- change every seal since, and the last one is written down elsewhere.
create table audit.seals (
  seal_no bigint primary key check (seal_no > 0),
  month date not null check (extract(day from month) = 1),
  -- Entries with a greater number, up to and with the other one.
  after_log_id bigint not null check (after_log_id >= 0),
  until_log_id bigint not null,
  entries integer not null check (entries > 0),
  -- Over the hashes of the entries, in the order of their numbers.
  range_hash bytea not null check (octet_length(range_hash) = 32),
  previous_hash bytea not null check (octet_length(previous_hash) = 32),
  -- Over everything above: audit.hash_of_seal.
  seal_hash bytea not null unique check (octet_length(seal_hash) = 32),
  sealed_at timestamptz not null,
  constraint seals_cover_something check (until_log_id > after_log_id)
);

create index seals_by_month on audit.seals (month, seal_no);
create index seals_by_range on audit.seals (until_log_id);

-- A month on its way out of the database. Each step leaves a state from which the next can be done again.
create table audit.archives (
  month date primary key check (extract(day from month) = 1),
  -- EXPORTING: parts are being copied. EXPORTED: the manifest is written. DETACHED: out of the log, still readable here.
  -- DROPPED: only the copy is left.
  state text not null check (state in ('EXPORTING', 'EXPORTED', 'DETACHED', 'DROPPED')),
  -- The last seal over its entries; what is written for this month later has later ones.
  last_seal_no bigint not null references audit.seals,
  entries bigint not null check (entries > 0),
  manifest_key text,
  manifest_hash bytea check (octet_length(manifest_hash) = 32),
  started_at timestamptz not null,
  exported_at timestamptz,
  detached_at timestamptz,
  dropped_at timestamptz,
  constraint archives_exported_has_manifest check (
    (state <> 'EXPORTING') = (manifest_key is not null and manifest_hash is not null and exported_at is not null)
  ),
  constraint archives_detached_says_when check ((state in ('DETACHED', 'DROPPED')) = (detached_at is not null)),
  constraint archives_dropped_says_when check ((state = 'DROPPED') = (dropped_at is not null))
);

-- The objects that a month was copied into.
create table audit.archive_parts (
  month date not null references audit.archives,
  part_no integer not null check (part_no > 0),
  object_key text not null unique,
  content_hash bytea not null check (octet_length(content_hash) = 32),
  bytes bigint not null check (bytes > 0),
  entries integer not null check (entries > 0),
  last_log_id bigint not null,
  primary key (month, part_no)
);

grant select on audit.seals, audit.archives, audit.archive_parts to saku_app;

-- Who may read the log, and who may read how the platform is doing.
insert into identity.role_permissions (role_id, scope)
select role_id, scope
from identity.roles
join (values
  ('audit:read', array['operator', 'auditor', 'admin']),
  ('metrics:read', array['operator', 'auditor', 'admin', 'service'])
) as granted (scope, role_names) on role_name = any (role_names);
