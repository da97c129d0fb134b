create schema overlays;
grant usage on schema overlays to saku_app;

-- One link that a streamer puts into OBS. What is shown there is decided elsewhere; the link says which part of it.
create table overlays.overlays (
  id uuid primary key default uuidv7(),
  overlay_ref platform.ref not null unique,
  -- The streamer, by value: who they are is identity's to know.
  owner_ref platform.ref not null,
  name text not null check (length(name) between 1 and 50),
  parts text[] not null constraint overlays_parts check (
    cardinality(parts) between 1 and 5
    and parts <@ array['ALERTS', 'GOALS', 'LEADERBOARD', 'TICKER', 'TIMER']
  ),
  -- Shows what another page plays, without its sound.
  is_mirror boolean not null default false,
  position text not null default 'TOP' check (position in ('TOP', 'MIDDLE', 'BOTTOM')),
  scale_percent smallint not null default 100 check (scale_percent between 50 and 200),
  -- Counts the changes of this row; also its ETag and the sequence of its events.
  version bigint not null default 1 check (version > 0),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  removed_at timestamptz
);

create index overlays_by_owner on overlays.overlays (owner_ref, overlay_ref) where removed_at is null;

-- What opens a link. Of a token only its hash is kept: whoever reads this table can open nothing.
create table overlays.tokens (
  id uuid primary key default uuidv7(),
  token_ref platform.ref not null unique,
  overlay_id uuid not null references overlays.overlays,
  token_hash bytea not null constraint tokens_hash unique check (length(token_hash) = 32),
  created_at timestamptz not null,
  -- Null while it stands; a moment ahead while an older link is still let in.
  ends_at timestamptz
);

-- An overlay has one token that stands. Those before it have an end.
create unique index tokens_one_stands on overlays.tokens (overlay_id) where ends_at is null;
create index tokens_by_overlay on overlays.tokens (overlay_id, token_ref);

-- How a streamer wants the queue to be played. Without a row the defaults hold.
create table overlays.stages (
  streamer_ref platform.ref primary key,
  gap_ms integer not null constraint stages_gap check (gap_ms between 0 and 30000),
  play_order text not null check (play_order in ('PAID', 'TIER')),
  backlog text not null check (backlog in ('ASK', 'PLAY', 'LAST', 'TEXT', 'DISMISS')),
  max_age_s integer check (max_age_s between 60 and 604800),
  version bigint not null check (version > 0),
  updated_at timestamptz not null
);

grant select on overlays.overlays, overlays.stages to saku_app;
grant select (token_ref, overlay_id, created_at, ends_at) on overlays.tokens to saku_app;

-- Who may see, change and steer overlays. Steering is what happens on a stage now; it changes no link.
insert into identity.role_permissions (role_id, scope)
select role_id, scope
from identity.roles
join (values
  ('overlays:read', array['user', 'streamer', 'operator', 'auditor', 'admin', 'service']),
  ('overlays:write', array['user', 'streamer', 'operator', 'admin', 'service']),
  ('overlays:control', array['user', 'streamer', 'operator', 'admin', 'service'])
) as granted (scope, role_names) on role_name = any (role_names);
