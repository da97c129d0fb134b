-- Whether any of these transfers came with a credential that has ended, or with a key whose owner may not ask for it any
-- more.
create or replace function transactions.is_barred(_transfers transactions.plain_transfers, _credentials text[])
returns boolean
language sql
stable
set search_path = ''
as $$
  select exists (select from identity.ended_credentials(_credentials)) or exists (
    select from (
      select array_agg(credential_ref) as credentials, array_agg(acting_owner is null) as for_all
      from unnest(_transfers.credential_refs, _transfers.acting_owners) as sent (credential_ref, acting_owner)
      where credential_ref is not null
    ) as asked
    cross join lateral identity.lost_keys(
      asked.credentials, array_fill('transactions:write'::text, array[cardinality(asked.credentials)]), asked.for_all
    )
  );
$$;
