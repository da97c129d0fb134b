-- Every leg of a batch with what its address stands for. A command without legs of its own has a source and a
-- destination; where one is missing, the money comes from or goes to the world.
create or replace function transactions.addresses_of(_commands transactions.command[])
returns transactions.address[]
language plpgsql
set search_path = ''
as $$
#variable_conflict use_column
begin
  return (
    with asked as (
      select n, 1 as position, source_wallet_ref as wallet_ref, null as account_ref,
        case when source_wallet_ref is null then '@world' end as alias, currency, 'DEBIT' as direction, amount
      from unnest(_commands)
      where legs is null and original_ref is null
      union all
      select n, 2, destination_wallet_ref, null, case when destination_wallet_ref is null then '@world' end, currency,
        'CREDIT', amount
      from unnest(_commands)
      where legs is null and original_ref is null
      union all
      select n, place::integer, leg ->> 'wallet_ref', leg ->> 'account_ref', leg ->> 'alias', leg ->> 'currency',
        leg ->> 'direction', (leg ->> 'amount')::numeric
      from unnest(_commands)
      cross join lateral jsonb_array_elements(legs) with ordinality as listed (leg, place)
      where legs is not null
    ),
    known as (
      select wallet_ref, owner_ref, account_ref
      from wallets.find_accounts(array(select distinct wallet_ref from asked where wallet_ref is not null))
    )
    select array_agg(row(
      n, position, asked.wallet_ref, known.owner_ref, coalesce(known.account_ref, asked.account_ref), alias, currency,
      direction, amount
    )::transactions.address order by n, position)
    from asked
    left join known on known.wallet_ref = asked.wallet_ref
  );
end
$$;
