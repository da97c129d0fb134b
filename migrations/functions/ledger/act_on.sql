-- What acting on an earlier transaction comes to: whether its state forbids it, how much is moved, how much of a promise
-- is freed, and whether the original has ended with it.
create or replace function ledger.act_on(
  _original ledger.original, _kind text, _asked numeric, _is_final boolean, _now timestamptz, _has_fixed_legs boolean,
  out code text, out fields jsonb, out amount numeric, out is_end boolean, out freed numeric
)
language sql
immutable
set search_path = ''
as $$
  select
    case
      when _kind = 'REVERSE' and (_original.status <> 'ACTIVE' or _original.remaining = 0)
        then 'transaction_already_reversed'
      when _original.status = 'EXPIRED'
        or _kind <> 'EXPIRE' and _original.status = 'ACTIVE' and _original.expires_at <= _now then 'hold_expired'
      when _original.status <> 'ACTIVE' then 'hold_ended'
      when _asked > _original.remaining then 'amount_exceeds_remaining'
      when _has_fixed_legs and _asked < _original.remaining then 'partial_reversal_of_many_legs'
    end,
    jsonb_build_object('remaining', _original.remaining),
    taken,
    coalesce(_is_final, false) or _kind in ('VOID', 'EXPIRE') or taken = _original.remaining,
    case
      when _kind = 'REVERSE' then 0
      when _is_final or _kind in ('VOID', 'EXPIRE') then _original.remaining
      else taken
    end
  from (select coalesce(_asked, _original.remaining) as taken) as asked;
$$;
