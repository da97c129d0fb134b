-- A refund has reached its payer, and whoever was to find out why it had not need not any more.
create or replace function payments.complete_refund(
  _movement payments.movements, _transaction_ref text, _now timestamptz
)
returns void
language plpgsql
set search_path = ''
as $$
declare
  _refund_ref text;
begin
  update payments.refunds
  set status = 'COMPLETED', completed_at = _now, transaction_ref = _transaction_ref, check_at = null,
    failure_reason = null, net_amount = _movement.net_amount, fee_amount = _movement.fee_amount
  where id = _movement.refund_id
  returning refund_ref into strict _refund_ref;
  perform payments.pass_case(_refund_ref, 'REFUND_UNANSWERED');
end
$$;
