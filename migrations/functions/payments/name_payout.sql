-- Keeps a provider's name for a payout that has none: once it is given up, only so can it be asked whether it arrived after
-- all. What the provider answers to a payout's order counts before it.
create or replace function payments.name_payout(_payout_ref text, _provider text, _external_reference text)
returns void
language sql
security definer
set search_path = ''
as $$
  update payments.payouts
  set external_reference = _external_reference
  where payout_ref = _payout_ref and provider = _provider and status in ('HELD', 'FAILED') and external_reference is null
    and not exists (
      select
      from payments.payouts as other
      where other.provider = _provider and other.external_reference = _external_reference
    );
$$;

grant execute on function payments.name_payout(text, text, text) to saku_app;
