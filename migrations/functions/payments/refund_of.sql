create or replace function payments.refund_of(_refund_ref text)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select payments.refund_view(refunds) from payments.refunds where refund_ref = _refund_ref;
$$;

grant execute on function payments.refund_of(text) to saku_app;
