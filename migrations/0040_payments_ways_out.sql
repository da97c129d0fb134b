alter table payments.charges
  -- Where the payee's part lies since an operator sent it there; null while it is in the payee's own wallet.
  -- Not as platform.ref, here and below: for a domain with a check the whole table would be written anew.
  add column lies_in_wallet_ref text collate "C",
  -- What the payer's bank holds by an operator's word, for a provider that does not say how much.
  add column told_taken_amount platform.minor_units check (told_taken_amount > 0 and told_taken_amount <= amount);

update payments.charges
set lies_in_wallet_ref = into_wallet_ref
from payments.movements
where charge_id = charges.id and kind = 'SETTLE' and movements.status = 'POSTED' and into_wallet_ref is not null;

-- Where the payee's part is taken from, when it does not lie in the payee's own wallet.
alter table payments.movements add column from_wallet_ref text collate "C";

-- An operator has seen at the provider that it arrived, and its external_reference is what they saw it under.
alter table payments.payouts
  add column is_confirmed boolean not null default false,
  add constraint payouts_confirmed_by_its_name check (not is_confirmed or external_reference is not null);

alter table payments.cases
  -- What the decision named: where money goes, or what was seen at the provider.
  add column wallet_ref text collate "C",
  add column external_reference text collate "C" check (length(external_reference) between 1 and 100),
  add column amount platform.minor_units check (amount > 0),
  drop constraint cases_resolution_check,
  add constraint cases_resolution_check check (
    resolution in ('PASSED', 'RETRY', 'REDIRECT', 'CONFIRM', 'GIVE_UP', 'DISMISS')
  );

-- It learns where the money went, and decisions learn what was named with them.
drop function if exists payments.finish_movement(text, text, text);
drop function if exists payments.decide(payments.cases, text, text);
