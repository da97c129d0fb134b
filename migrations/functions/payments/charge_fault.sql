-- What of a provider's word does not agree with the charge: null when all of it does. Money moves for nothing less.
create or replace function payments.charge_fault(_charge payments.charges, _observed jsonb, _is_late_accepted boolean)
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select case
    when _observed ->> 'charge_ref' is distinct from _charge.charge_ref then
      jsonb_build_object('code', 'order_differs', 'expected', _charge.charge_ref, 'found', _observed ->> 'charge_ref')
    when _observed ->> 'external_reference' is distinct from _charge.external_reference
      and _charge.external_reference is not null then
      jsonb_build_object(
        'code', 'reference_differs', 'expected', _charge.external_reference, 'found', _observed ->> 'external_reference'
      )
    when _observed ->> 'currency' is distinct from _charge.currency then
      jsonb_build_object('code', 'currency_differs', 'expected', _charge.currency, 'found', _observed ->> 'currency')
    when (_observed ->> 'amount')::numeric is distinct from _charge.amount then
      jsonb_build_object('code', 'amount_differs', 'expected', _charge.amount::text, 'found', _observed ->> 'amount')
    -- All of it went back with the chargeback. What a person has to find out is whether more did.
    when _charge.charged_back_at is not null and (_observed ->> 'refunded_amount')::numeric > _charge.refunded_amount then
      jsonb_build_object(
        'code', 'returned_twice', 'expected', _charge.refunded_amount::text, 'found', _observed ->> 'refunded_amount'
      )
    when _charge.paid_at is not null and (
      _observed ->> 'status' not in ('PAID', 'SETTLED', 'PARTIALLY_REFUNDED', 'REFUNDED', 'CHARGEBACK')
      or _charge.charged_back_at is not null and _observed ->> 'status' <> 'CHARGEBACK'
      or (_observed ->> 'refunded_amount')::numeric < _charge.refunded_amount
        and _observed ->> 'status' <> 'CHARGEBACK'
    ) then
      jsonb_build_object('code', 'goes_backwards', 'expected', _charge.status, 'found', _observed ->> 'status')
    when _charge.status in ('FAILED', 'EXPIRED', 'CANCELLED') and not _is_late_accepted
      and _observed ->> 'status' in ('PAID', 'SETTLED', 'PARTIALLY_REFUNDED', 'REFUNDED', 'CHARGEBACK') then
      jsonb_build_object('code', 'paid_too_late', 'expected', _charge.status, 'found', _observed ->> 'status')
  end;
$$;
