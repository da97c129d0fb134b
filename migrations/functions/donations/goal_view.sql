-- A goal as it is shown: absolute numbers, and which of its milestones are behind it.
create or replace function donations.goal_view(_goal donations.goals)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'goal_ref', _goal.goal_ref,
    'streamer_ref', _goal.streamer_ref,
    'title', _goal.title,
    'currency', _goal.currency,
    'target', platform.to_decimal(_goal.target, _goal.currency),
    'starting_amount', platform.to_decimal(_goal.starting_amount, _goal.currency),
    'current', platform.to_decimal(_goal.starting_amount + _goal.counted_amount, _goal.currency),
    'milestones', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'title', m ->> 'title',
        'amount', platform.to_decimal((m ->> 'amount')::numeric, _goal.currency),
        'is_reached', (m ->> 'amount')::numeric <= _goal.starting_amount + _goal.counted_amount
      ) order by (m ->> 'amount')::numeric), '[]')
      from jsonb_array_elements(_goal.milestones) as m
    ),
    'version', _goal.version,
    'created_at', platform.to_rfc3339(_goal.created_at),
    'updated_at', platform.to_rfc3339(_goal.updated_at),
    'reached_at', platform.to_rfc3339(_goal.reached_at),
    'ended_at', platform.to_rfc3339(_goal.ended_at)
  );
$$;
