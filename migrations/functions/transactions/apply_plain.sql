-- Applies a batch of nothing but transfers between wallets, which most batches are, in a third of the statements. Answers
-- null, with nothing locked or written, for a batch with anything else in it: a promise, a condition, a name that is taken,
-- a repetition, a wallet that is not the caller's or not as open as any.
create or replace function transactions.apply_plain(_batch jsonb)
returns text
language plpgsql
set search_path = ''
as $$
declare
  _read record;
  _transfers transactions.plain_transfers;
  _credentials text[] := '{}';
  _is_taken boolean;
  _owners jsonb;
  _unsettled text[];
  _accounts ledger.plain_accounts;
  _outcome ledger.plain_outcome;
begin
  select
    bool_and(
      type = 'TRANSFER' and key is not null and source_wallet_ref is not null and destination_wallet_ref is not null
      and coalesce(chain, effective_at, expires_at) is null and guards is null and legs is null
      and (is_hold or is_due) is not true
    ) as is_plain,
    bool_or(acting_owner is not null) as has_owners, bool_or(credential_ref is not null) as has_credentials, count(reference) > 0 as has_references,
    row(
      array_agg(transaction_ref), array_agg(journal_ref), array_agg(event_ref), array_agg(traceparent),
      array_agg(scope), array_agg(key), array_agg(operation), array_agg(request_hash), array_agg(acting_owner),
      array_agg(credential_ref),
      array_agg(source_wallet_ref), array_agg(destination_wallet_ref), array_agg(amount), array_agg(currency),
      array_agg(reference), array_agg(description), array_agg(metadata)
    )::transactions.plain_transfers as transfers
  into _read
  -- In the order of the batch: counting what is distinct here, too, would have the lists sorted by it.
  from (
    select *
    from rows from (jsonb_to_recordset(_batch) as (
      type text, chain text, effective_at text, expires_at text, guards jsonb, legs jsonb, is_hold boolean,
      is_due boolean, transaction_ref text, journal_ref text, event_ref text, traceparent text, scope text, key text,
      operation text, request_hash text, acting_owner text, credential_ref text, source_wallet_ref text, destination_wallet_ref text,
      amount numeric, currency text, reference text, description text, metadata jsonb
    )) with ordinality
    order by ordinality
  ) as command;
  if _read.is_plain is not true then
    return null;
  end if;
  _transfers := _read.transfers;
  if _read.has_credentials then
    _credentials := array_remove(array(select distinct unnest(_transfers.credential_refs)), null);
    if transactions.is_barred(_transfers, _credentials) then
      return null;
    end if;
  end if;
  -- A key that another batch claims from here on ends this one, whole; sent again, it finds it.
  select count(stands) > 0 or count(distinct claim.key) < count(*) into _is_taken
  from unnest(_transfers.scopes, _transfers.keys) as claim (scope, key)
  left join lateral (
    select true as stands from platform.idempotency_keys
    where idempotency_keys.scope = claim.scope and idempotency_keys.key = claim.key
    limit 1
  ) as claimed on true;
  if _is_taken or _read.has_references and transactions.are_names_taken(_transfers) then
    return null;
  end if;
  if _read.has_owners then
    select jsonb_object_agg(wallet_ref, owner_ref), array_agg(wallet_ref) filter (where not is_spendable)
    into _owners, _unsettled
    from wallets.find_accounts(_transfers.sources || _transfers.destinations);
    perform from unnest(_transfers.acting_owners, _transfers.sources) as asked (acting_owner, wallet_ref)
    where acting_owner <> _owners ->> wallet_ref or acting_owner is not null and wallet_ref = any (_unsettled);
    if found then
      return null;
    end if;
  end if;

  _accounts := ledger.lock_plain(_transfers.sources, _transfers.destinations, _transfers.currencies);
  if _accounts.ids is null then
    return null;
  end if;
  _outcome := ledger.decide_plain(_accounts, _transfers.amounts);
  -- Under the locks once more, because a logout acts at once, and because a name that was taken while this waited is what
  -- a transfer is refused for before it is for its money. Sent again, the batch steps aside for it.
  if _credentials <> '{}' and transactions.is_barred(_transfers, _credentials)
    or _read.has_references and array_remove(_outcome.shortages, null) <> '{}' and transactions.are_names_taken(_transfers)
  then
    raise exception 'a credential or a name has changed while it was waited for' using errcode = 'serialization_failure';
  end if;
  perform ledger.write_plain(
    _transfers.transaction_refs, _transfers.journal_refs, _transfers.amounts, _transfers.currencies, _accounts, _outcome
  );
  return transactions.record_plain(_transfers, _owners, _accounts, _outcome);
end
$$;
