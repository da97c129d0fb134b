-- Draws the consequences of attempts for the endpoints that they went to: one that answers is well, one that does not is
-- left alone for a while, and one that has not for five days, or that says it is gone, is disabled.
create or replace function webhooks.judge_endpoints(_outcomes jsonb)
returns void
language plpgsql
set search_path = ''
as $$
declare
  _patience constant interval := '5 days';
  _now timestamptz := platform.moment();
  _judged record;
  _endpoint webhooks.webhook_endpoints;
begin
  for _judged in
    select endpoint.id, told.has_answered, told.is_gone, told.failed, told.retry_after_s
    from webhooks.webhook_endpoints as endpoint
    join (
      select delivery.endpoint_id, bool_or(outcome.result = 'DELIVERED') as has_answered,
        bool_or(outcome.result = 'GONE') as is_gone, count(*) filter (where outcome.result <> 'DELIVERED') as failed,
        max(outcome.retry_after_s) as retry_after_s
      from webhooks.outcomes_in(_outcomes) as outcome
      join webhooks.webhook_deliveries as delivery on delivery.delivery_ref = outcome.delivery_ref
      group by delivery.endpoint_id
    ) as told on told.endpoint_id = endpoint.id
    where endpoint.status = 'ENABLED' and (told.failed > 0 or endpoint.failing_since is not null)
    order by endpoint.id
    for no key update of endpoint
  loop
    update webhooks.webhook_endpoints
    set failing_since = case when not _judged.has_answered then coalesce(failing_since, _now) end,
      failures = case when _judged.has_answered then 0 else failures + _judged.failed end,
      paused_until = case when not _judged.has_answered then _now + greatest(
        least(failures + _judged.failed, 12) * interval '5 s', make_interval(secs => _judged.retry_after_s)
      ) end
    where id = _judged.id
    returning * into _endpoint;

    if _judged.is_gone then
      perform webhooks.disable_endpoint(_endpoint, 'GONE', null);
    elsif _endpoint.failing_since < _now - _patience then
      perform webhooks.disable_endpoint(_endpoint, 'FAILING', null);
    end if;
  end loop;
end
$$;
