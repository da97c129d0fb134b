-- Whether a command would go beyond an allowance, and how far; null where it would not.
create or replace function ledger.limit_fault(
  _use ledger.allowance_use, _allowance ledger.allowance, _account ledger.working_account, _used numeric,
  _amount numeric, out code text, out fields jsonb
)
language sql
immutable
set search_path = ''
as $$
  select case when _allowance.period = 'HOLDS' then 'too_many_holds' else 'limit_exceeded' end,
    jsonb_build_object(
      'owner_ref', _account.owner_ref,
      'owner_type', _account.owner_type,
      'direction', _allowance.direction
    ) || case when _allowance.period = 'HOLDS' then jsonb_build_object('most', _allowance.cap) else jsonb_build_object(
      'limit_ref', _allowance.limit_ref,
      'period', _allowance.period,
      'limit', (_allowance.cap * _account.unit)::text,
      'used', (_used * _account.unit)::text,
      'requested', (requested * _account.unit)::text,
      'currency', _account.currency
    ) end
  from (select _use.fixed + _use.shares * _amount as requested) as asked
  where _used + requested > _allowance.cap;
$$;
