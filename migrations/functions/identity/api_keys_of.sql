-- API keys that a caller may see, the newest first: of one owner, or with null of everybody; one of them, or with null
-- the page after a ref.
create or replace function identity.api_keys_of(_acting_owner text, _key_ref text, _after text, _limit integer)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(jsonb_agg(identity.api_key_view(page) order by page.key_ref desc), '[]')
  from (
    select *
    from identity.api_keys
    where (_acting_owner is null or owner_ref = _acting_owner)
      and (_key_ref is null or key_ref = _key_ref)
      and (_after is null or key_ref < _after)
    order by key_ref desc
    limit _limit
  ) as page;
$$;

grant execute on function identity.api_keys_of(text, text, text, integer) to saku_app;
