-- The keys as the Worker needs them: every one that verifies, and what it signs with, still sealed.
create or replace function identity.signing_keys_view()
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(jsonb_agg(
    jsonb_build_object(
      'kid', kid, 'state', state, 'public_jwk', public_jwk,
      'private_jwk', case when state = 'ACTIVE' then private_jwk_encrypted end
    )
    order by created_at, kid
  ), '[]')
  from identity.signing_keys
  where state <> 'RETIRED' or published_until > clock_timestamp();
$$;

grant execute on function identity.signing_keys_view() to saku_app;
