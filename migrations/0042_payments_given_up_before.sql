-- Settlements that were given up before such a decision made them rest, unless something new is known of their charge.
update payments.movements as given_up
set next_attempt_at = 'infinity'
where kind = 'SETTLE' and status = 'DROPPED'
  and not exists (
    select
    from payments.cases
    join payments.movements as later on later.charge_id = given_up.charge_id and later.posted_at > closed_at
    where subject_ref = given_up.movement_ref and resolution = 'GIVE_UP'
  );
