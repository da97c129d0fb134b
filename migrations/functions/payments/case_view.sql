create or replace function payments.case_view(_case payments.cases)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'case_ref', _case.case_ref,
    'kind', _case.kind,
    'subject_ref', _case.subject_ref,
    'fault', _case.fault,
    'resolution', _case.resolution,
    'wallet_ref', _case.wallet_ref,
    'external_reference', _case.external_reference,
    'amount', platform.to_decimal(
      _case.amount, (select currency from payments.charges where charge_ref = _case.subject_ref)
    ),
    'opened_at', platform.to_rfc3339(_case.opened_at),
    'closed_at', platform.to_rfc3339(_case.closed_at)
  );
$$;
