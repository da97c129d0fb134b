-- The deliveries of an endpoint that a caller may see, the newest first, or null for an endpoint that they may not.
create or replace function webhooks.deliveries_of(
  _acting_owner text, _endpoint_ref text, _status text, _event_type text, _after text, _limit integer
)
returns jsonb
language sql
stable
security definer
set search_path = ''
-- A plan that was made while the tables were small would read all of them when they are large.
set enable_seqscan = off
as $$
  select (
    select coalesce(jsonb_agg(webhooks.delivery_view(page, endpoint.endpoint_ref) order by page.delivery_ref desc), '[]')
    from (
      select *
      from webhooks.webhook_deliveries
      where endpoint_id = endpoint.id
        and (_status is null or status = _status)
        and (_event_type is null or event_type = _event_type)
        and (_after is null or delivery_ref < _after)
      order by delivery_ref desc
      limit _limit
    ) as page
  )
  from webhooks.webhook_endpoints as endpoint
  where endpoint_ref = _endpoint_ref and status <> 'DELETED' and hook_id is null
    and (_acting_owner is null or owner_ref = _acting_owner);
$$;

grant execute on function webhooks.deliveries_of(text, text, text, text, text, integer) to saku_app;
