-- Takes a limit away, with its windows, and answers what it was; null if there is none.
create or replace function ledger.remove_limit(_account_ref text, _limit_ref text)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  _account_id uuid := (select id from ledger.accounts where account_ref = _account_ref);
  _limit jsonb;
begin
  perform from ledger.balances where account_id = _account_id order by stripe for update;
  _limit := ledger.limits_of(_account_ref, _limit_ref, platform.moment()) -> 0;

  delete from ledger.limits where account_id = _account_id and limit_ref = _limit_ref;
  update ledger.accounts
  set has_limits = exists (select from ledger.limits where account_id = _account_id)
  where id = _account_id;
  perform ledger.note_conditions(_account_id);
  return _limit;
end
$$;
