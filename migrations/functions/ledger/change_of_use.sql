-- By how much a command that is done changes what is used of an allowance. Of a promise only what is not moved is given
-- back, and what is fixed only when the original has ended.
create or replace function ledger.change_of_use(
  _use ledger.allowance_use, _kind text, _amount numeric, _freed numeric, _is_end boolean
)
returns numeric
language sql
immutable
set search_path = ''
as $$
  select _use.sign * (
    case when _kind in ('POST', 'HOLD') or _is_end then _use.fixed else 0 end
    + _use.shares * case _kind when 'CAPTURE' then _freed - _amount else _amount end
  );
$$;
