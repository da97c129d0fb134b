-- Takes deliveries that are due, for a sender who tells later what became of them. A sender that is lost with them
-- answers nothing, and they come back when their time is over. An endpoint is given a few at once; one that fails is
-- asked with a single one whether it is well again.
create or replace function webhooks.claim_deliveries(_at_most integer)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  _held_for constant interval := '30 s';
  _now timestamptz := platform.moment();
  _claimed jsonb := '[]';
begin
  -- Most of the time nothing is due, and one look at an index says so.
  if exists (select from webhooks.webhook_deliveries where status = 'PENDING' and due_at <= _now) then
    with chosen as materialized (
      select waiting.id
      -- In no order, so that those who have much to be told do not keep the others waiting.
      from (select * from webhooks.webhook_endpoints where status = 'ENABLED' order by random()) as endpoint
      cross join lateral (
        select id
        from webhooks.webhook_deliveries as delivery
        where delivery.endpoint_id = endpoint.id and delivery.status = 'PENDING' and due_at <= _now
          and not (endpoint.is_ordered and exists (
            select from webhooks.webhook_deliveries as earlier
            where earlier.endpoint_id = endpoint.id and earlier.aggregate_ref = delivery.aggregate_ref
              and earlier.sequence < delivery.sequence and earlier.status = 'PENDING'
          ))
        order by due_at
        limit case when endpoint.failing_since is null then 5 else 1 end
        for update skip locked
      ) as waiting
      where paused_until is null or paused_until <= _now
      limit _at_most
    ), claimed as (
      update webhooks.webhook_deliveries as delivery
      set attempts = attempts + 1, due_at = _now + _held_for
      from chosen
      where delivery.id = chosen.id
      returning delivery.*
    )
    select coalesce(jsonb_agg(jsonb_build_object(
      'delivery_ref', delivery_ref, 'attempt', attempts, 'event_ref', event_ref, 'event_type', event_type,
      'traceparent', traceparent, 'body', body, 'endpoint_ref', endpoint_ref, 'url', url, 'timeout_ms', timeout_ms,
      'sealed_headers', sealed_headers, 'sealed_secrets', jsonb_build_array(sealed_secret) || case
        when previous_secret_until > _now then jsonb_build_array(previous_sealed_secret) else '[]' end
    )), '[]') into _claimed
    from claimed
    join webhooks.webhook_endpoints as endpoint on endpoint.id = claimed.endpoint_id;
  end if;
  return jsonb_build_object('deliveries', _claimed, 'next_due_at', (
    select platform.to_rfc3339(min(due_at)) from webhooks.webhook_deliveries where status = 'PENDING'
  ));
end
$$;
