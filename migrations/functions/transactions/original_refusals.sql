-- What an earlier transaction forbids by what it is: it must be there for this caller, be of the right kind, and be
-- theirs to act on. Whether it has something left is decided with its money.
create or replace function transactions.original_refusals(_commands transactions.command[], _seen text[])
returns table (n integer, code text, fields jsonb)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
begin
  -- Nothing was seen where no command acts on anything.
  if _seen is null and not exists (select from unnest(_commands) where original_ref is not null) then
    return;
  end if;
  return query with acted_on as (
    select command.n, command.type, command.original_ref, command.acting_owner, original.transaction_ref,
      original.type as original_type, original.status, original.is_hold, original.journal_ref, original.requested_by,
      original.failure ->> 'code' as failure_code, original.source_wallet_ref, original.destination_wallet_ref,
      source.owner_ref as source_owner, destination.owner_ref as destination_owner
    from unnest(_commands) as command
    left join lateral (
      select * from transactions.transactions where transaction_ref = command.original_ref limit 1
    ) as original on true
    left join lateral wallets.find_accounts(array[original.source_wallet_ref::text]) as source on true
    left join lateral wallets.find_accounts(array[original.destination_wallet_ref::text]) as destination on true
    where command.original_ref is not null
  )
  select n, refusal, jsonb_strip_nulls(jsonb_build_object(
    'original_transaction_ref', original_ref,
    'transaction_type', case when refusal <> 'transaction_not_found' then original_type end,
    'transaction_status', case when refusal <> 'transaction_not_found' then status end
  ))
  from (
    select acted_on.*,
      case
        -- One that was committed after the locks were taken is not there yet: its accounts are not among the locked.
        when transaction_ref is null or _seen is null or transaction_ref <> all (_seen)
          or acting_owner is not null
            and acting_owner not in (requested_by, coalesce(source_owner, ''), coalesce(destination_owner, ''))
          then 'transaction_not_found'
        -- A promise is given back, and money is returned, by whoever it was promised or paid to; and not to the world.
        when type in ('VOID', 'REVERSAL') and acting_owner is not null
          and (acting_owner is distinct from destination_owner or type = 'REVERSAL' and source_wallet_ref is null)
          then 'not_yours_to_return'
        -- What was promised to the world has left when whoever promised it says so, or has come back: not when its owner
        -- would like it to have been less.
        when type = 'CAPTURE' and acting_owner is not null and destination_wallet_ref is null
          and acting_owner <> requested_by then 'not_yours_to_capture'
        -- A promise that was refused, or whose time has not come, was never made.
        when type in ('CAPTURE', 'VOID')
          and (not is_hold or status = 'INIT'
            or status = 'FAILED' and failure_code not in ('hold_voided', 'hold_expired')) then 'transaction_not_a_hold'
        when type = 'REVERSAL' and (journal_ref is null or original_type = 'REVERSAL') then 'transaction_not_reversible'
      end as refusal
    from acted_on
  ) as judged
  where refusal is not null;
end
$$;
