-- What the provider said when it was asked to give money back: it is on its way, or it will not.
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
  set status = _status, failure_reason = _reason
  where refund_ref = _refund_ref and status in ('REQUESTED', 'SENT') and _status in ('SENT', 'FAILED')
    and not exists (
      select from payments.movements where movements.refund_id = refunds.id
    );
  select * into _refund from payments.refunds where refund_ref = _refund_ref;
  return payments.refund_view(_refund);
end
$$;

grant execute on function payments.note_refund(text, text, text) to saku_app;
