-- Locks the accounts of transfers between wallets that nothing stands in the way of but money: none is missing, closed,
-- blocked, limited or striped, none has a promise that ran out, and each has its transfer's currency. Answers null, with
-- nothing locked, where that is not so; what changes while this waits for its locks ends the batch, which is sent again.
create or replace function ledger.lock_plain(_source_owners text[], _destination_owners text[], _currencies text[])
returns ledger.plain_accounts
language plpgsql
set search_path = ''
as $$
declare
  _locked ledger.plain_accounts;
  _sources integer[];
  _destinations integer[];
  _places jsonb;
  _is_odd boolean;
  _has_promises boolean;
begin
  select array_agg(id), array_agg(account_ref::text), array_agg(unit), jsonb_object_agg(owner_ref || currency, place),
    bool_or(is_odd) or ledger.has_lapsed_hold(array_agg(id), clock_timestamp())
  into _locked.ids, _locked.account_refs, _locked.units, _places, _is_odd
  from (
    select accounts.id, account_ref, owner_ref, currency, ('1e-' || exponent)::numeric as unit,
      row_number() over (order by accounts.id) as place,
      closed or debit_blocked or credit_blocked or has_limits or is_striped as is_odd
    from (select distinct unnest(_source_owners || _destination_owners)) as named (ref)
    cross join lateral (
      select * from ledger.accounts where owner_ref = named.ref and owner_type = 'WALLET' limit 1
    ) as accounts
    join platform.currencies on currencies.code = accounts.currency
    order by accounts.id
  ) as known;
  if _is_odd is not false then
    return null;
  end if;
  for _i in 1 .. cardinality(_currencies) loop
    _sources[_i] := _places ->> (_source_owners[_i] || _currencies[_i]);
    _destinations[_i] := _places ->> (_destination_owners[_i] || _currencies[_i]);
    if (_sources[_i] <> _destinations[_i]) is not true then
      return null;
    end if;
  end loop;

  select array_agg(row_at), array_agg(posted_credits - posted_debits),
    array_agg(posted_credits - posted_debits - pending_debits), array_agg(min_available), array_agg(version),
    greatest(platform.moment(), max(last_entry_at)), bool_or(has_conditions), bool_or(pending_debits > 0)
  into _locked.rows_at, _locked.balances, _locked.availables, _locked.floors, _locked.versions, _locked.moment, _is_odd,
    _has_promises
  from (
    select balances.*, balances.ctid as row_at
    from unnest(_locked.ids) as wanted (id)
    join ledger.balances on balances.account_id = wanted.id and balances.stripe = 0
    order by balances.account_id, balances.stripe
    for update of balances
  ) as rows;
  if _is_odd or _has_promises and ledger.has_lapsed_hold(_locked.ids, clock_timestamp()) then
    raise exception 'an account changed while it was waited for' using errcode = 'serialization_failure';
  end if;
  _locked.sources := _sources;
  _locked.destinations := _destinations;
  return _locked;
end
$$;
