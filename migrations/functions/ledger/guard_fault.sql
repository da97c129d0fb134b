-- The first guard that does not hold after a command was applied, or null.
create or replace function ledger.guard_fault(
  _guards jsonb, _accounts ledger.working_account[], _balance numeric[], _available numeric[], _version bigint[]
)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_strip_nulls(jsonb_build_object(
    -- A stripe's balance is not its account's, so there is nothing that a guard could be held against.
    'code', case when account.is_striped then 'not_for_platform_wallets' else 'guard_failed' end,
    'guard', guard ->> 'name',
    'owner_ref', account.owner_ref,
    'owner_type', account.owner_type,
    'required', case guard ->> 'name'
      when 'version' then guard ->> 'value' else ((guard ->> 'value')::numeric * account.unit)::text end,
    'found', case guard ->> 'name'
      when 'balance_at_least' then (_balance[account.n] * account.unit)::text
      when 'available_at_least' then (_available[account.n] * account.unit)::text
      else _version[account.n]::text end,
    'currency', account.currency
  ))
  from jsonb_array_elements(_guards) with ordinality as listed (guard, place)
  left join unnest(_accounts) as account on account.account_ref = guard ->> 'account_ref'
  where account.n is null
    or account.is_striped
    or case guard ->> 'name'
      when 'balance_at_least' then _balance[account.n] < (guard ->> 'value')::numeric
      when 'available_at_least' then _available[account.n] < (guard ->> 'value')::numeric
      else _version[account.n] <> (guard ->> 'value')::bigint end
  order by place
  limit 1;
$$;
