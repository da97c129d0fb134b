-- Decides a batch in memory, each command as if it were alone under the locks. Command t has the legs _first[t] to
-- _last[t], each of which tells what it moved, promised and left, and the uses _first_use[t] to _last_use[t].
create or replace function ledger.decide(
  _accounts ledger.working_account[], _commands ledger.command[], _originals ledger.original[],
  _allowances ledger.allowance[], _uses ledger.allowance_use[], _now timestamptz, _original integer[],
  _first integer[], _last integer[], _first_use integer[], _last_use integer[],
  _leg_account integer[], _leg_sign integer[], _leg_amount numeric[],
  out outcomes ledger.outcome[], out moved numeric[], out promised numeric[], out versions bigint[],
  out balances numeric[], out availables numeric[]
)
language plpgsql
set search_path = ''
as $$
declare
  _command ledger.command;
  _balance numeric[];
  _available numeric[];
  _floor numeric[];
  _version bigint[];
  _used numeric[];
  _a integer;
  _chain text;
  _chain_turn integer;
  _culprit text;
  _names text[] := '{}';
  _before record;
  _code text;
  _fields jsonb;
  _amount numeric;
  _freed numeric;
  _is_end boolean;
begin
  select zeros, zeros, zeros::bigint[], zeros, zeros into moved, promised, versions, balances, availables
  from (select array_fill(0::numeric, array[coalesce(cardinality(_leg_account), 0)]) as zeros) as filled;
  select array_agg(posted_credits - posted_debits), array_agg(posted_credits - posted_debits - pending_debits),
    array_agg(min_available), array_agg(version)
  into _balance, _available, _floor, _version from unnest(_accounts);
  select array_agg(used) into _used from unnest(_allowances);
  for _turn in 1 .. cardinality(_commands) loop
    _command := _commands[_turn];
    _code := case when _command.sole_name = any (_names) then 'reference_taken' else _command.refusal end;
    _fields := _command.refusal_fields;
    _amount := _command.amount;
    _freed := case when _command.kind = 'HOLD' then -_amount else 0 end;
    if _command.chain is null or _command.chain is distinct from _chain then
      _chain := _command.chain;
      _chain_turn := _turn;
      _culprit := null;
      _before := case when _chain is not null then row(_originals, _used, _names) end;
    elsif _culprit is not null then
      _code := 'linked_command_failed';
    end if;
    if _code is null and _original[_turn] is not null then
      select * into _code, _fields, _amount, _is_end, _freed from ledger.act_on(_originals[_original[_turn]],
        _command.kind, _amount, _command.is_final, _now, _leg_amount[_first[_turn]] is not null);
    end if;
    for _u in _first_use[_turn] .. _last_use[_turn] loop
      exit when _code is not null or _command.kind not in ('POST', 'HOLD');
      _a := _uses[_u].allowance_n;
      select * into _code, _fields from ledger.limit_fault(
        _uses[_u], _allowances[_a], _accounts[_allowances[_a].account_n], _used[_a], _amount);
    end loop;
    if _code is null then
      for _l in _first[_turn] .. _last[_turn] loop
        _a := _leg_account[_l];
        if _command.kind in ('POST', 'CAPTURE', 'REVERSE') then
          moved[_l] := _leg_sign[_l] * coalesce(_leg_amount[_l], _amount);
          _balance[_a] := _balance[_a] + moved[_l];
          _version[_a] := _version[_a] + 1;
        end if;
        promised[_l] := -_freed;
        _available[_a] := _available[_a] + moved[_l] + case when _leg_sign[_l] < 0 then _freed else 0 end;
        versions[_l] := _version[_a];
        balances[_l] := _balance[_a];
        availables[_l] := _available[_a];
      end loop;
      for _l in _first[_turn] .. _last[_turn] loop
        if _code is null and _leg_sign[_l] < 0 and moved[_l] < promised[_l]
          and _available[_leg_account[_l]] < _floor[_leg_account[_l]] then
          _code := 'insufficient_funds';
          _fields := ledger.shortage(_accounts, _leg_account[_l], _available, _leg_account[_first[_turn]:_last[_turn]],
            moved[_first[_turn]:_last[_turn]], _freed);
        end if;
      end loop;
    end if;
    if _code is null and _command.guards is not null then
      select fault - 'code', fault ->> 'code' into _fields, _code
      from ledger.guard_fault(_command.guards, _accounts, _balance, _available, _version) as fault where fault is not null;
    end if;
    if _code is null and _original[_turn] is not null then
      _originals[_original[_turn]].remaining := case when _is_end then 0 else _originals[_original[_turn]].remaining - _amount end;
      _originals[_original[_turn]].status := case when _is_end then ledger.end_of(_command.kind) else 'ACTIVE' end;
    end if;
    for _u in _first_use[_turn] .. _last_use[_turn] loop
      exit when _code is not null;
      _a := _uses[_u].allowance_n;
      _used[_a] := _used[_a] + ledger.change_of_use(_uses[_u], _command.kind, _amount, _freed, _is_end);
    end loop;
    if _code is null and _command.sole_name is not null then
      _names := _names || _command.sole_name;
    elsif _code is not null and _culprit is null then
      for _l in _first[_chain_turn] .. _last[_turn] loop
        continue when moved[_l] = 0 and promised[_l] = 0;
        _a := _leg_account[_l];
        _balance[_a] := _balance[_a] - moved[_l];
        _available[_a] := _available[_a] - moved[_l] + case when _leg_sign[_l] < 0 then promised[_l] else 0 end;
        _version[_a] := _version[_a] - (moved[_l] <> 0)::integer;
        moved[_l] := 0;
        promised[_l] := 0;
      end loop;
      if _chain is not null then
        select _before.f1, _before.f2, _before.f3 into _originals, _used, _names;
      end if;
      _culprit := _command.transaction_ref;
    end if;
    outcomes[_turn] := row(_command.n, _code, _fields, _amount, _freed, _is_end)::ledger.outcome;
  end loop;
end
$$;
