-- Notes a charge that could not be handled, to be tried again in a minute, and later and later up to six hours.
create or replace function donations.note_unhandled(_charge_ref text, _error text)
returns void
language sql
security definer
set search_path = ''
as $$
  insert into donations.unhandled_charges as known (charge_ref, error, next_attempt_at)
  values (_charge_ref, left(_error, 500), clock_timestamp() + interval '1 minute')
  on conflict (charge_ref) do update
  set failures = known.failures + 1, error = excluded.error,
    next_attempt_at = clock_timestamp() + interval '1 minute' * least(power(2, least(known.failures, 10)), 360);
$$;

grant execute on function donations.note_unhandled(text, text) to saku_app;
