-- Takes deliveries that are due, for a sender who tells later what became of them. A sender that is lost with them
-- answers nothing, and they come back when their time is over. An endpoint has a few on their way at once, whoever took
-- them; one that fails is asked with a single one whether it is well again.
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
    -- Two who took at once would each give an endpoint as many.
    perform pg_advisory_xact_lock(hashtextextended('webhooks.claim_deliveries', 0));
    with recursive waited_for as (
      -- From one endpoint that something waits for to the next, however many wait for it and however many others there are.
      (select endpoint_id from webhooks.webhook_deliveries where status = 'PENDING' order by endpoint_id limit 1)
      union all
      select (
        select delivery.endpoint_id
        from webhooks.webhook_deliveries as delivery
        where status = 'PENDING' and delivery.endpoint_id > waited_for.endpoint_id
        order by delivery.endpoint_id
        limit 1
      )
      from waited_for
      where endpoint_id is not null
    ), chosen as materialized (
      select waiting.id
      from (
        select endpoint.*, (
          select count(*) from webhooks.webhook_deliveries as held
          where held.endpoint_id = endpoint.id and held_until > _now
        ) as held
        from waited_for
        join webhooks.webhook_endpoints as endpoint on endpoint.id = waited_for.endpoint_id
        where endpoint.status = 'ENABLED' and (paused_until is null or paused_until <= _now)
        -- In no order, so that those who have much to be told do not keep the others waiting.
        order by random()
      ) as endpoint
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
        limit greatest(case when endpoint.failing_since is null then 5 else 1 end - endpoint.held, 0)
        for update skip locked
      ) as waiting
      limit _at_most
    ), claimed as (
      update webhooks.webhook_deliveries as delivery
      set attempts = attempts + 1, due_at = _now + _held_for, held_until = _now + _held_for
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
