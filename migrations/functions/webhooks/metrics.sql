-- What an operator watches: deliveries that wait and that are late, and endpoints that fail or were disabled.
create or replace function webhooks.metrics()
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select jsonb_build_object(
    'deliveries_pending', waiting.count, 'oldest_due_seconds', waiting.oldest,
    'endpoints_enabled', endpoint.enabled, 'endpoints_failing', endpoint.failing, 'endpoints_disabled', endpoint.disabled
  )
  from (
    select count(*) as count,
      coalesce(greatest(extract(epoch from clock_timestamp() - min(due_at)), 0), 0)::integer as oldest
    from webhooks.webhook_deliveries
    where status = 'PENDING'
  ) as waiting, (
    select count(*) filter (where status = 'ENABLED') as enabled,
      count(*) filter (where status = 'ENABLED' and failing_since is not null) as failing,
      count(*) filter (where status = 'DISABLED') as disabled
    from webhooks.webhook_endpoints
  ) as endpoint;
$$;

grant execute on function webhooks.metrics() to saku_app;
