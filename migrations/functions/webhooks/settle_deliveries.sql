-- Keeps what became of attempts: delivered, to be tried again, or given up. What is said of an attempt that was taken from
-- its sender meanwhile is logged and changes nothing.
create or replace function webhooks.settle_deliveries(_outcomes jsonb)
returns void
language plpgsql
set search_path = ''
as $$
declare
  _now timestamptz := platform.moment();
begin
  perform webhooks.judge_endpoints(_outcomes);

  update webhooks.webhook_deliveries as delivery
  set status = judged.status, last_status = judged.response_status, last_error = judged.error,
    due_at = case when judged.status = 'PENDING' then _now + judged.pause end,
    ended_at = case when judged.status <> 'PENDING' then _now end, held_until = null
  from (
    select outcome.*, kept.id,
      case
        when outcome.result = 'DELIVERED' then 'DELIVERED'
        when outcome.result = 'GONE' or endpoint.status <> 'ENABLED'
          or kept.attempts - kept.attempts_before >= endpoint.attempts_at_most then 'FAILED'
        else 'PENDING' end as status,
      greatest(
        webhooks.retry_pause(kept.attempts - kept.attempts_before), make_interval(secs => outcome.retry_after_s)
      ) as pause
    from webhooks.outcomes_in(_outcomes) as outcome
    join webhooks.webhook_deliveries as kept on kept.delivery_ref = outcome.delivery_ref
    join webhooks.webhook_endpoints as endpoint on endpoint.id = kept.endpoint_id
  ) as judged
  where delivery.id = judged.id and delivery.attempts = judged.attempt
    -- What was disabled while it was on its way, and did arrive, was delivered.
    and (delivery.status = 'PENDING' or judged.status = 'DELIVERED')
    -- What was asked for again while an attempt failed is due now, and its round has had no attempt yet.
    and (delivery.attempts > delivery.attempts_before or judged.status = 'DELIVERED');

  insert into webhooks.delivery_attempts (
    delivery_id, attempt, attempted_at, duration_ms, url, request_headers, response_status, response_headers, error
  )
  select kept.id, attempt, attempted_at, duration_ms, url, request_headers, response_status, response_headers, error
  from webhooks.outcomes_in(_outcomes) as outcome
  join webhooks.webhook_deliveries as kept on kept.delivery_ref = outcome.delivery_ref
  on conflict do nothing;
end
$$;
