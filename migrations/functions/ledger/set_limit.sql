-- Sets how much may leave or enter an account in a period, and answers the limit. The balance is locked first, as every
-- posting does, so a limit and a posting happen one after the other.
create or replace function ledger.set_limit(
  _account_ref text, _limit_ref text, _direction text, _period text, _amount numeric, _time_zone text
)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  _account_id uuid := (select id from ledger.accounts where account_ref = _account_ref);
  _now timestamptz;
  _limit ledger.limits;
begin
  if not exists (select from pg_catalog.pg_timezone_names where name = _time_zone) then
    perform platform.refuse('time_zone_unknown', jsonb_build_object('time_zone', _time_zone));
  end if;
  perform from ledger.balances where account_id = _account_id order by stripe for update;
  _now := platform.moment();
  -- From here on the account's next command ends whatever was promised to it and has run out, so it must not be too much.
  if (
    select count(*) from ledger.holds
    where to_account_id = _account_id and status = 'ACTIVE' and expires_at is not null
  ) > ledger.most_expiring_holds() then
    perform platform.refuse('too_many_holds', jsonb_build_object(
      'direction', 'CREDIT', 'most', ledger.most_expiring_holds()
    ));
  end if;

  select * into _limit
  from ledger.limits
  where account_id = _account_id and direction = _direction and period = _period;
  if found then
    perform ledger.carry_limit_use(_limit, _time_zone, _now);
  end if;
  insert into ledger.limits (
    limit_ref, account_id, direction, period, amount, time_zone, created_at, updated_at
  )
  values (_limit_ref, _account_id, _direction, _period, _amount, _time_zone, _now, _now)
  on conflict on constraint limits_one_a_kind do update
  set amount = excluded.amount, time_zone = excluded.time_zone, updated_at = greatest(limits.updated_at, _now)
  returning * into _limit;
  update ledger.accounts set has_limits = true where id = _account_id and not has_limits;
  perform ledger.note_conditions(_account_id);
  return ledger.limits_of(_account_ref, _limit.limit_ref, _now) -> 0;
end
$$;
