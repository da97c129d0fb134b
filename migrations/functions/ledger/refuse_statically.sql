-- Marks the commands that their accounts forbid whatever they hold. What was refused before stays refused as it was. An
-- account that is not there is named as the command named it.
create or replace function ledger.refuse_statically(
  _accounts ledger.working_account[], _commands ledger.command[], _legs ledger.leg[], _turns integer[],
  _positions integer[], _leg_account integer[], _leg_sign integer[], _faults integer[]
)
returns ledger.command[]
language plpgsql
set search_path = ''
as $$
declare
  _found record;
begin
  for _found in
    select distinct on (turn) turn, fault, coalesce(account.account_ref, named.account_ref) as account_ref, named.alias,
      account.owner_type, account.owner_ref, account.currency,
      case sign when -1 then 'DEBIT' else 'CREDIT' end as direction
    from unnest(_turns, _positions, _leg_account, _leg_sign, _faults) with ordinality
      as leg (turn, leg_position, account_n, sign, fault, place)
    left join unnest(_accounts) as account on account.n = account_n
    left join unnest(_legs) as named
      on fault = 1 and named.command_n = turn and named.position = leg_position
    where fault is not null
    order by turn, fault, place
  loop
    continue when _commands[_found.turn].refusal is not null;
    -- An original that came to be while this batch waited for its locks: sent again, the batch locks its accounts as well.
    if _found.fault = 1 and _commands[_found.turn].original_ref is not null then
      raise exception 'transaction % was done meanwhile', _commands[_found.turn].original_ref
        using errcode = 'serialization_failure';
    end if;
    _commands[_found.turn].refusal := (array[
      'account_missing', 'account_closed', 'account_blocked', 'currency_mismatch', 'hold_expiry_passed'
    ])[_found.fault];
    _commands[_found.turn].refusal_fields := jsonb_strip_nulls(jsonb_build_object(
      'account_ref', _found.account_ref, 'alias', _found.alias, 'owner_type', _found.owner_type,
      'owner_ref', _found.owner_ref, 'direction', _found.direction, 'account_currency', _found.currency
    ));
  end loop;
  return _commands;
end
$$;
