-- What an owner is told of an event: not what others' wallets hold, and not who of the staff has acted.
create or replace function webhooks.told_data(_data json, _owner_ref text)
returns json
language sql
stable
set search_path = ''
as $$
  select case
    when told ? 'legs' then (told || jsonb_build_object('legs', (
      select coalesce(jsonb_agg(leg order by place), '[]')
      from jsonb_array_elements(told -> 'legs') with ordinality as listed (leg, place)
      where leg ->> 'wallet_ref' in (
        select wallet_ref
        from wallets.find_accounts(array(
          select listed ->> 'wallet_ref' from jsonb_array_elements(told -> 'legs') as listed
        ))
        where owner_ref = _owner_ref
      )
    )))::json
    else told::json
  end
  from (select _data::jsonb - 'acted_by' as told) as shown;
$$;
