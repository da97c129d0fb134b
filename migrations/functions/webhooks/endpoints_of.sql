-- Endpoints that a caller may see, the newest first: of one owner, or with null of everybody; one of them, or with null
-- the page after a ref.
create or replace function webhooks.endpoints_of(_acting_owner text, _endpoint_ref text, _after text, _limit integer)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(jsonb_agg(webhooks.endpoint_view(page) order by page.endpoint_ref desc), '[]')
  from (
    select *
    from webhooks.webhook_endpoints
    where status <> 'DELETED' and hook_id is null
      and (_acting_owner is null or owner_ref = _acting_owner)
      and (_endpoint_ref is null or endpoint_ref = _endpoint_ref)
      and (_after is null or endpoint_ref < _after)
    order by endpoint_ref desc
    limit _limit
  ) as page;
$$;

grant execute on function webhooks.endpoints_of(text, text, text, integer) to saku_app;
