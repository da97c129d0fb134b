-- What the provider is told, and what is known of its answer: the one place that hands out the whole number of an account.
create or replace function payments.payout_order(_payout_ref text)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select jsonb_build_object(
    'payout_ref', payout_ref,
    'amount', amount::text,
    'currency', payouts.currency,
    'channel_code', channel_code,
    'account_number', account_number,
    'holder_name', holder_name,
    'external_reference', external_reference,
    'is_confirmed', is_confirmed
  )
  from payments.payouts
  join payments.beneficiaries on beneficiaries.id = payouts.beneficiary_id
  where payout_ref = _payout_ref;
$$;

grant execute on function payments.payout_order(text) to saku_app;
