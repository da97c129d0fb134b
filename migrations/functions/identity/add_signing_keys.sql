-- Fills the places that are empty, of the key that signs and of the one that waits, with keys that the caller has made.
-- Where others were faster, their keys stand and these are forgotten.
create or replace function identity.add_signing_keys(_candidates jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _candidate jsonb;
  _state text;
begin
  -- The table is small and written a few times a year, so whoever adds keys may well wait for whoever rotates them.
  lock table identity.signing_keys in share row exclusive mode;
  for _candidate in select value from jsonb_array_elements(_candidates) loop
    select wanted into _state
    from unnest(array['ACTIVE', 'NEXT']) with ordinality as place (wanted, rank)
    where not exists (select from identity.signing_keys where state = wanted)
    order by rank
    limit 1;
    exit when not found;
    insert into identity.signing_keys (kid, alg, public_jwk, private_jwk_encrypted, state, activated_at)
    values (
      _candidate ->> 'kid', 'EdDSA', _candidate -> 'public_jwk', _candidate ->> 'private_jwk', _state,
      case when _state = 'ACTIVE' then clock_timestamp() end
    );
  end loop;
  return identity.signing_keys_view();
end
$$;

grant execute on function identity.add_signing_keys(jsonb) to saku_app;
