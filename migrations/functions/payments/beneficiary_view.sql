-- A beneficiary as it is shown: the last four digits tell its owner which account it is.
create or replace function payments.beneficiary_view(_beneficiary payments.beneficiaries)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'beneficiary_ref', _beneficiary.beneficiary_ref,
    'owner_ref', _beneficiary.owner_ref,
    'channel_code', _beneficiary.channel_code,
    'account_ends_in', right(_beneficiary.account_number, 4),
    'holder_name', _beneficiary.holder_name,
    'currency', _beneficiary.currency,
    'status', _beneficiary.status,
    'created_at', platform.to_rfc3339(_beneficiary.created_at)
  );
$$;
