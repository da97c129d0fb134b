-- Stands in for the foreign key to payments: a slice of donations with what they say of their charges, for a comparison
-- with what payments says. Also recounts the goals of whoever is in the slice. Each slice goes on where the run before
-- stopped, and begins again after the last: last_ref is null then.
create or replace function donations.reconcile(_limit integer)
returns jsonb
language sql
stable
security definer
set search_path = ''
set plan_cache_mode = force_custom_plan
as $$
  with stopped as (
    select findings ->> 'last_ref' as last_ref
    from platform.job_runs
    where job = 'donations.reconcile_charges'
    order by started_at desc
    limit 1
  ),
  slice as (
    select donation_ref, charge_ref, streamer_ref, amount, returned_amount, currency, charge_version
    from donations.donation_messages
    where donation_ref > coalesce((select last_ref from stopped), '') and paid_at is not null
    order by donation_ref
    limit _limit
  ),
  miscounted as (
    select goal_ref
    from donations.goals as g
    where streamer_ref in (select streamer_ref from slice)
      and counted_amount <> (
        select coalesce(sum(case when g.ended_at is null then d.amount - d.returned_amount else counted.amount end), 0)
        from donations.goal_donations as counted
        join donations.donation_messages as d on d.id = counted.donation_id
        where counted.goal_id = g.id
      )
  )
  select jsonb_build_object(
    'last_ref', case when count(*) = _limit then max(donation_ref) end,
    'paid', coalesce(jsonb_agg(jsonb_build_object(
      'donation_ref', donation_ref, 'charge_ref', charge_ref, 'streamer_ref', streamer_ref,
      'amount', amount::text, 'returned_amount', returned_amount::text, 'currency', currency,
      'charge_version', charge_version
    )), '[]'),
    'miscounted_goals', (select coalesce(jsonb_agg(goal_ref), '[]') from miscounted)
  )
  from slice;
$$;

grant execute on function donations.reconcile(integer) to saku_app;
