-- When a charge's provider is asked again by itself. What can still be paid is asked at its end, less and less often; what
-- was paid is asked only where the provider has its own word for settled, and while a refund is under way.
create or replace function payments.plan_check(_charge_ref text, _asks_again boolean)
returns void
language sql
security definer
set search_path = ''
as $$
  update payments.charges
  set checks = checks + 1,
    check_at = case
      when status = 'PENDING' then greatest(
        expires_at + interval '1 minute', clock_timestamp() + least(interval '1 minute' * power(2, least(checks, 10)), interval '6 hours')
      )
      when status in ('PAID', 'PARTIALLY_REFUNDED') and settled_at is null and _asks_again then
        clock_timestamp() + interval '6 hours'
    end
  where charge_ref = _charge_ref;
  update payments.refunds
  set check_at = clock_timestamp() + least(
    interval '6 hours', greatest(interval '1 minute', clock_timestamp() - asked_at)
  )
  where charge_id = (select id from payments.charges where charge_ref = _charge_ref) and status = 'SENT'
    and check_at is not null;
$$;

grant execute on function payments.plan_check(text, boolean) to saku_app;
