-- A refusal in the words of wallets, where the account behind it is one's.
create or replace function transactions.refusal_of(_code text, _fields jsonb, _unit numeric, _currency text)
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select jsonb_build_object(
    'code', case
      when _code = 'account_missing' then 'account_not_found'
      when _fields ->> 'owner_type' = 'WALLET' and _code = 'account_closed' then 'wallet_closed'
      when _fields ->> 'owner_type' = 'WALLET' and _code = 'account_blocked' then 'wallet_frozen'
      else _code
    end,
    'fields', jsonb_strip_nulls(
      case when _fields ->> 'owner_type' = 'WALLET'
        then _fields - 'account_ref' || jsonb_build_object('wallet_ref', _fields -> 'owner_ref')
        else coalesce(_fields, '{}') end
      - 'owner_type' - 'owner_ref' - 'remaining'
      || case when _fields ? 'remaining'
        then jsonb_build_object('remaining', ((_fields ->> 'remaining')::numeric * _unit)::text, 'currency', _currency)
        else '{}' end
    )
  );
$$;
