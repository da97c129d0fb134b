-- What may be announced of a charge: refs, amounts and states, and nobody's words.
create or replace function payments.charge_facts(_charge payments.charges)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'charge_ref', view -> 'charge_ref',
    'payer_ref', view -> 'payer_ref',
    'payee_ref', view -> 'payee_ref',
    'purpose', view -> 'purpose',
    'amount', view -> 'amount',
    'fee_amount', view -> 'fee_amount',
    'net_amount', view -> 'net_amount',
    'refunded_amount', view -> 'refunded_amount',
    'charged_back_amount', view -> 'charged_back_amount',
    'currency', view -> 'currency',
    'status', view -> 'status',
    'provider', view -> 'provider',
    'version', view -> 'version'
  )
  from payments.charge_view(_charge) as view;
$$;
