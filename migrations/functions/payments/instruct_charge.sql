-- Keeps what the provider said a payer has to do. The first answer stays: a second one would be another way to pay twice.
create or replace function payments.instruct_charge(_command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _charge payments.charges;
begin
  update payments.charges
  set external_reference = coalesce(external_reference, _command ->> 'external_reference'),
    instructions = coalesce(instructions, _command -> 'instructions'),
    expires_at = case when instructions is null then (_command ->> 'expires_at')::timestamptz else expires_at end,
    check_at = case
      when instructions is null and status = 'PENDING' then (_command ->> 'expires_at')::timestamptz + interval '1 minute'
      else check_at
    end
  where charge_ref = _command ->> 'charge_ref'
  returning * into _charge;
  if not found then
    perform platform.refuse('charge_not_found', jsonb_build_object('charge_ref', _command ->> 'charge_ref'));
  end if;
  return payments.charge_view(_charge);
end
$$;

grant execute on function payments.instruct_charge(jsonb) to saku_app;
