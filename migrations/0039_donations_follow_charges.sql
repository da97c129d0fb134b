-- What of a donation has gone back to its donor or is held by their bank, and the version of the charge that said so. A
-- dispute that is won brings money back, so states of a charge go back and forth, and an older one may be told late.
alter table donations.donation_messages
  add column returned_amount platform.minor_units not null default 0,
  add column charge_version bigint not null default 0 check (charge_version >= 0);

update donations.donation_messages set returned_amount = amount where refunded_at is not null;

alter table donations.donation_messages
  add constraint donation_messages_never_return_more check (returned_amount >= 0 and returned_amount <= amount),
  add constraint donation_messages_returned_was_paid check (returned_amount = 0 or paid_at is not null),
  add constraint donation_messages_refunded_is_whole check ((refunded_at is not null) = (returned_amount = amount));

-- What has gone back counts nothing and may count again, so it is kept where it counted.
alter table donations.goal_donations drop constraint goal_donations_amount_check,
  add constraint goal_donations_amount_check check (amount >= 0);
