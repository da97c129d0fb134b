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
    when taken < 0 then
      jsonb_build_object(
        'code', 'chargeback_unclear', 'expected', _charge.charged_back_amount::text,
        'found', _observed ->> 'charged_back_amount'
      )
    -- No more can have gone back than was paid. What a person has to find out is whether it did.
    when taken > 0 and taken + greatest(refunded, _charge.refunded_amount) > _charge.amount then
      jsonb_build_object(
        'code', 'returned_twice', 'expected', _charge.refunded_amount::text, 'found', _observed ->> 'refunded_amount'
      )
    when _charge.paid_at is not null and (
      _observed ->> 'status' not in ('PAID', 'SETTLED', 'PARTIALLY_REFUNDED', 'REFUNDED', 'CHARGEBACK')
      -- Only a provider that says how much a bank holds can say that it gave it back; of others a person knows it.
      or _charge.charged_back_amount > taken and _observed ->> 'charged_back_amount' is null and not _is_late_accepted
      or refunded < _charge.refunded_amount and _observed ->> 'status' <> 'CHARGEBACK'
    ) then
      jsonb_build_object('code', 'goes_backwards', 'expected', _charge.status, 'found', _observed ->> 'status')
    when _charge.status in ('FAILED', 'EXPIRED', 'CANCELLED') and not _is_late_accepted
      and _observed ->> 'status' in ('PAID', 'SETTLED', 'PARTIALLY_REFUNDED', 'REFUNDED', 'CHARGEBACK') then
      jsonb_build_object('code', 'paid_too_late', 'expected', _charge.status, 'found', _observed ->> 'status')
  end
  from (
    select payments.taken_amount(_charge, _observed) as taken, (_observed ->> 'refunded_amount')::numeric as refunded
  ) as word;
$$;
