-- What the provider said when it was asked to give money back: it is on its way, or it will not. What is open is looked
-- at again, the longer it takes the less often.
create or replace function payments.note_refund(_refund_ref text, _status text, _reason text)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _refund payments.refunds;
begin
  update payments.refunds
  set status = case when _status = 'REQUESTED' then status else _status end, failure_reason = _reason,
    check_at = case
      when _status <> 'FAILED' and check_at is not null then clock_timestamp() + least(
        interval '6 hours', greatest(interval '1 minute', clock_timestamp() - asked_at)
      )
    end
  where refund_ref = _refund_ref and status in ('REQUESTED', 'SENT')
    and not exists (
      select from payments.movements where movements.refund_id = refunds.id
    )
  returning * into _refund;
  if not found then
    select * into _refund from payments.refunds where refund_ref = _refund_ref;
  end if;
  if _refund.status = 'FAILED' then
    perform payments.pass_case(_refund.refund_ref, 'REFUND_UNANSWERED');
  end if;
  return payments.refund_view(_refund);
end
$$;

grant execute on function payments.note_refund(text, text, text) to saku_app;
