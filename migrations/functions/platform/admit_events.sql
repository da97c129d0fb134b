-- Decides which of these events a group takes now, and moves its positions past them: each event once, and in order for
-- each thing that it is about. It is called by the group's own function, so that effect and position are one commit.
-- What comes before its predecessor is parked, and comes along when that one has come. An event with an attempt is taken
-- alone, without those that wait behind it, so that a failure has one culprit.
create or replace function platform.admit_events(_group text, _events json)
returns platform.published_event[]
language plpgsql
set search_path = ''
as $$
declare
  _incoming platform.published_event[] := platform.read_events(_events);
  _fresh text[];
  _fresh_count bigint;
  _taken platform.published_event[];
begin
  -- Most things are new and all their events come at once: these need one insert, and nobody else can have locked them.
  with begun as (
    insert into platform.inbox_positions as begun (consumer_group, aggregate_type, aggregate_ref, sequence)
    select _group, aggregate_type, aggregate_ref,
      case when min(sequence) = 1 and max(sequence) = count(*) and max(attempt) is null then count(*) else 0 end
    from unnest(_incoming)
    group by aggregate_type, aggregate_ref
    -- Everybody first makes all the positions that are missing, in this order, and only then locks those that were there,
    -- in the same order: who waits here holds nothing that somebody waits for who is further, and nobody waits in a circle.
    order by aggregate_ref, aggregate_type
    on conflict do nothing
    returning aggregate_type, aggregate_ref, sequence
  )
  select coalesce(array_agg(aggregate_type || aggregate_ref), '{}'), coalesce(sum(sequence), 0)
  into _fresh, _fresh_count
  from begun
  where sequence > 0;

  -- Taking events apart and putting them together again costs as much as reading them, and mostly nothing else is here.
  if _fresh_count = cardinality(_incoming) then
    _taken := _incoming;
  else
    _taken := platform.admit_known(_group, _incoming, _fresh);
  end if;
  if cardinality(_taken) > 0 then
    perform platform.record_progress(_group, _taken);
  end if;
  return _taken;
end
$$;
