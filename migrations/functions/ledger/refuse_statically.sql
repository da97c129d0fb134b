-- Marks the commands that their accounts forbid whatever they hold. What was refused before stays refused as it was.
create or replace function ledger.refuse_statically(
  _accounts ledger.working_account[], _commands ledger.command[], _turns integer[], _leg_account integer[],
  _leg_sign integer[], _faults integer[]
)
returns ledger.command[]
language plpgsql
set search_path = ''
as $$
declare
  _found record;
begin
  for _found in
    select distinct on (turn) turn, fault, account.account_ref, account.owner_type, account.owner_ref, account.currency,
      case sign when -1 then 'DEBIT' else 'CREDIT' end as direction
    from unnest(_turns, _leg_account, _leg_sign, _faults) with ordinality as leg (turn, account_n, sign, fault, place)
    left join unnest(_accounts) as account on account.n = account_n
    where fault is not null
    order by turn, fault, place
  loop
    continue when _commands[_found.turn].refusal is not null;
    _commands[_found.turn].refusal := (array[
      'account_missing', 'account_closed', 'account_blocked', 'currency_mismatch', 'hold_expiry_passed'
    ])[_found.fault];
    _commands[_found.turn].refusal_fields := jsonb_strip_nulls(jsonb_build_object(
      'account_ref', _found.account_ref, 'owner_type', _found.owner_type, 'owner_ref', _found.owner_ref,
      'direction', _found.direction, 'account_currency', _found.currency
    ));
  end loop;
  return _commands;
end
$$;
