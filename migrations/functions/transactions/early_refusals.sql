-- What forbids a command before the ledger is asked: a person who may not ask for it any more, a reference that is taken, a
-- wallet or an original that is not there for this caller, or an original that is not of the kind that is asked for.
create or replace function transactions.early_refusals(
  _commands transactions.command[], _addresses transactions.address[], _seen text[]
)
returns table (n integer, code text, fields jsonb)
language sql
stable
set search_path = ''
as $$
  with found as (
    select lost as n, 0 as rank, 0 as place, 'authority_ended' as code, '{}'::jsonb as fields
    from transactions.lost_dues(_commands) as lost
    union all
    select n, 1 as rank, 0 as place, 'reference_taken' as code, jsonb_build_object(
      'reference', command.reference, 'taken_by', taken.transaction_ref
    ) as fields
    from unnest(_commands) as command
    cross join lateral (
      select transaction_ref
      from transactions.transactions
      where requested_by = command.scope and reference = command.reference and status <> 'FAILED'
      limit 1
    ) as taken
    where command.reference is not null and taken.transaction_ref <> command.transaction_ref
    union all
    -- Whose wallet may be debited, or topped up, is decided by its owner; anybody may be paid.
    select command_n, 2, position, 'wallet_not_found', jsonb_build_object('wallet_ref', wallet_ref)
    from unnest(_addresses) as address
    join unnest(_commands) as command on command.n = address.command_n
    where wallet_ref is not null
      and (owner_ref is null
        or command.acting_owner <> owner_ref and (direction = 'DEBIT' or command.type = 'TOPUP'))
    union all
    -- What is not settled yet may still go back to whoever paid it, so its owner cannot spend it.
    select command_n, 2, position, 'wallet_not_settled', jsonb_build_object('wallet_ref', address.wallet_ref)
    from unnest(_addresses) as address
    join unnest(_commands) as command on command.n = address.command_n
    cross join lateral wallets.find_accounts(array[address.wallet_ref]) as known
    where direction = 'DEBIT' and command.acting_owner = address.owner_ref and not is_spendable
    union all
    -- What a wallet holds is for its owner to ask, also by way of a guard.
    select command.n, 3, guarded.place::integer, 'wallet_not_found',
      jsonb_build_object('wallet_ref', guard ->> 'wallet_ref')
    from unnest(_commands) as command
    cross join lateral jsonb_array_elements(command.guards) with ordinality as guarded (guard, place)
    left join lateral wallets.find_accounts(array[guard ->> 'wallet_ref']) as known on true
    where command.acting_owner is not null and coalesce(known.owner_ref, '') <> command.acting_owner
    union all
    -- Accounts that are nobody's wallet are the operator's to name.
    select command_n, 2, position, 'account_missing', jsonb_strip_nulls(jsonb_build_object(
      'account_ref', address.account_ref, 'alias', address.alias, 'direction', address.direction
    ))
    from unnest(_addresses) as address
    join unnest(_commands) as command on command.n = address.command_n
    where command.legs is not null and command.acting_owner is not null and address.wallet_ref is null
    union all
    select n, 4, 0, code, fields
    from transactions.original_refusals(_commands, _seen)
  )
  select distinct on (n) n, code, fields from found order by n, rank, place;
$$;
