-- Forgets what was written with donations that nobody has paid since a moment, some at a time, and answers how many those
-- were. The donation itself stays: whoever pays all the same gave without a word. Nobody waits for a row that is in use.
create or replace function donations.forget_unpaid(_before timestamptz, _limit integer)
returns integer
language sql
security definer
set search_path = ''
set plan_cache_mode = force_custom_plan
as $$
  with old as (
    select id
    from donations.donation_messages
    where paid_at is null and (donor_name is not null or message is not null or metadata <> '{}') and created_at < _before
      and charge_ref not in (select charge_ref from donations.unhandled_charges)
    order by created_at
    limit _limit
    for update skip locked
  ),
  forgotten as (
    update donations.donation_messages as d
    set donor_name = null, message = null, donor_display = null, message_display = null, metadata = '{}'
    from old
    where d.id = old.id
    returning d.id
  )
  select count(*)::integer from forgotten;
$$;

grant execute on function donations.forget_unpaid(timestamptz, integer) to saku_app;
