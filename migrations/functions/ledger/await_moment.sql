-- Makes what an account shows of the time before a moment final: returns when no entry can be stamped before it any more
-- and every one that was is committed. Entries are stamped in whole milliseconds while their balance is locked, so a
-- moment that is past under the lock stays closed.
create or replace function ledger.await_moment(_account_id uuid, _moment timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if _moment > platform.moment() + interval '1 millisecond' then
    perform platform.refuse('moment_in_future', jsonb_build_object('now', platform.to_rfc3339(platform.moment())));
  end if;
  while platform.moment() < _moment loop
    perform pg_sleep(extract(epoch from _moment - clock_timestamp()));
  end loop;

  -- A new stripe is added under a share lock of its account. Waiting for it here lets the next statement see the stripe.
  perform from ledger.accounts where id = _account_id and is_striped for no key update;
  perform from ledger.balances
  where account_id = _account_id
  order by stripe
  for share;
end
$$;
