-- What a streamer collects for. The sum counts in the commit that marks a donation paid, so a page is told one number and
-- never adds.
create table donations.goals (
  id uuid primary key default uuidv7(),
  goal_ref platform.ref not null unique,
  streamer_ref platform.ref not null references donations.streamers (streamer_ref),
  title text not null check (length(title) between 1 and 100),
  currency text collate "C" not null,
  target platform.minor_units not null check (target > 0),
  -- What was collected elsewhere before, and what was counted here.
  starting_amount platform.minor_units not null default 0 check (starting_amount >= 0),
  counted_amount platform.minor_units not null default 0 constraint goals_never_count_below_zero check (counted_amount >= 0),
  milestones jsonb not null default '[]'
    check (jsonb_typeof(milestones) = 'array' and jsonb_array_length(milestones) <= 10),
  reached_at timestamptz,
  ended_at timestamptz,
  version bigint not null default 1 check (version > 0),
  created_at timestamptz not null,
  updated_at timestamptz not null
);

create index goals_by_streamer on donations.goals (streamer_ref, goal_ref);

-- Which donation counted for which goal, so that what is given back is taken off the goals that it was added to.
create table donations.goal_donations (
  goal_id uuid not null references donations.goals,
  donation_id uuid not null references donations.donation_messages,
  amount platform.minor_units not null check (amount > 0),
  primary key (donation_id, goal_id)
);

create index goal_donations_by_goal on donations.goal_donations (goal_id);

-- A countdown that donations make longer. It runs towards a moment, or stands with what is left.
create table donations.timers (
  streamer_ref platform.ref primary key references donations.streamers (streamer_ref),
  -- Each of so many minor units adds so many seconds; what is less than one of them adds nothing.
  unit_amount platform.minor_units not null check (unit_amount > 0),
  seconds_per_unit integer not null check (seconds_per_unit between 1 and 86400),
  ends_at timestamptz,
  remaining_seconds integer check (remaining_seconds >= 0),
  -- Donations lengthen it no further than this.
  latest_end_at timestamptz,
  version bigint not null default 1 check (version > 0),
  -- The version at which the streamer last said what is left: what was given before that is in it no more.
  set_version bigint not null default 1 check (set_version > 0),
  updated_at timestamptz not null,
  constraint timers_run_or_stand check ((ends_at is null) <> (remaining_seconds is null))
);

-- By how much a donation lengthened a countdown, and which: what is given back is taken off what it was added to.
create table donations.timer_donations (
  donation_id uuid primary key references donations.donation_messages,
  set_version bigint not null,
  gained interval not null check (gained > interval '0')
);

-- What is known of videos that somebody wanted to have played, so that the same question is not asked again.
create table donations.media_videos (
  video_id text collate "C" primary key check (video_id ~ '^[A-Za-z0-9_-]{11}$'),
  facts jsonb not null check (jsonb_typeof(facts) = 'object' and octet_length(facts::text) <= 2000),
  checked_at timestamptz not null
);

-- How far the charges of payments were read by whoever looks for payments that nobody told of. One row.
create table donations.charge_position (
  is_only boolean primary key default true check (is_only),
  position text collate "C" not null check (length(position) <= 200)
);

-- Charges that a fault of ours kept from being handled. They are passed over, so that no other waits, and tried again.
create table donations.unhandled_charges (
  charge_ref platform.ref primary key,
  failures integer not null default 1 check (failures > 0),
  error text not null check (length(error) <= 500),
  next_attempt_at timestamptz not null
);

-- Whoever has registered may take donations: nobody has to be asked first.
insert into identity.role_permissions (role_id, scope)
select role_id, scope
from identity.roles
join (values
  ('donations:read', array['user', 'streamer', 'operator', 'auditor', 'admin', 'service']),
  ('donations:write', array['user', 'streamer', 'operator', 'admin', 'service'])
) as granted (scope, role_names) on role_name = any (role_names);
