-- Our ref of what a provider names in its own words.
create or replace function payments.subject_of(_provider text, _subject text, _external_reference text)
returns text
language sql
stable
security definer
set search_path = ''
as $$
  select charge_ref
  from payments.charges
  where _subject = 'CHARGE' and provider = _provider and external_reference = _external_reference
  union all
  select payout_ref
  from payments.payouts
  where _subject = 'PAYOUT' and provider = _provider and external_reference = _external_reference;
$$;

grant execute on function payments.subject_of(text, text, text) to saku_app;
