-- Removes what has served its time, a bounded number of each kind, and answers how many. Refs and ids begin with the moment
-- at which they were made, so the oldest stand first in the keys that there are, and nothing is read that stays.
create or replace function identity.clean_up(_at_most integer)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _now timestamptz := clock_timestamp();
  -- What a code or a link was for ends within the hour; a day later nobody asks why it was not taken.
  _proofs_until constant timestamptz := _now - interval '1 day';
  -- A token of a session that is gone is as invalid as one of a session that has ended.
  _sessions_until constant timestamptz := _now - interval '30 days';
  _removed jsonb := '{}';
  _count integer;
begin
  delete from identity.user_otps where otp_ref in (
    select otp_ref from (select * from identity.user_otps order by otp_ref limit _at_most) as oldest
    where expires_at < _proofs_until
  );
  get diagnostics _count = row_count;
  _removed := _removed || jsonb_build_object('codes', _count);

  delete from identity.password_reset_requests where request_ref in (
    select request_ref
    from (select * from identity.password_reset_requests order by request_ref limit _at_most) as oldest
    where expires_at < _proofs_until
  );
  get diagnostics _count = row_count;
  _removed := _removed || jsonb_build_object('reset_requests', _count);

  delete from identity.login_challenges where challenge_ref in (
    select challenge_ref
    from (select * from identity.login_challenges order by challenge_ref limit _at_most) as oldest
    where expires_at < _proofs_until
  );
  get diagnostics _count = row_count;
  _removed := _removed || jsonb_build_object('challenges', _count);

  _removed := _removed || identity.remove_sessions(_sessions_until, _at_most);

  delete from identity.access_denials where denial_ref in (
    select denial_ref from (select * from identity.access_denials order by denial_ref limit _at_most) as oldest
    where created_at < _now - interval '400 days'
  );
  get diagnostics _count = row_count;
  _removed := _removed || jsonb_build_object('denials', _count);

  delete from identity.anonymous_denials where (minute, reason, method, route, network) in (
    select minute, reason, method, route, network
    from identity.anonymous_denials
    where minute < _now - interval '90 days'
    order by minute
    limit _at_most
  );
  get diagnostics _count = row_count;
  return _removed || jsonb_build_object('anonymous_denials', _count);
end
$$;

grant execute on function identity.clean_up(integer) to saku_app;
