-- Notes why a posting was refused and gives it another attempt, which is another key: the ledger remembers refusals. What
-- the payee's wallet does not have, the platform pays and the payee owes. Anything else is left to a person too, who may
-- remove what is in its way.
create or replace function payments.retry_movement(_command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _movement payments.movements;
begin
  update payments.movements
  set attempt = attempt + 1,
    shortfall = least(net_amount, coalesce((_command ->> 'shortfall')::numeric, shortfall)),
    failure = _command -> 'failure',
    next_attempt_at = clock_timestamp() + case
      -- With less asked of the payee it may go through at once.
      when _command ->> 'shortfall' is not null then interval '20 seconds'
      else least(interval '1 minute' * power(2, least(attempt, 10)), interval '6 hours')
    end
  where movement_ref = _command ->> 'movement_ref' and status = 'PENDING'
    and attempt = (_command ->> 'attempt')::integer
  returning * into _movement;
  if found and _command ->> 'shortfall' is null then
    perform payments.open_case('MOVEMENT_REFUSED', _movement.movement_ref, _movement.failure || jsonb_build_object(
      'movement', _movement.kind, 'charge_ref', (select charge_ref from payments.charges where id = _movement.charge_id)
    ));
  elsif _movement.movement_ref is null then
    select * into strict _movement from payments.movements where movement_ref = _command ->> 'movement_ref';
  end if;
  return payments.movement_view(_movement);
end
$$;

grant execute on function payments.retry_movement(jsonb) to saku_app;
