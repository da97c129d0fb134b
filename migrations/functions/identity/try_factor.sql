-- Tries a second factor once: the step that a code of an app belongs to, or a backup code. Either works once. Five
-- failures in a row stop further tries, for longer each time, wherever they come from. Answers null if it is right.
-- The caller holds the person's row, so those who try at one moment are counted one by one.
create or replace function identity.try_factor(_user_id uuid, _command jsonb)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  _factor identity.totp_factors;
  _now timestamptz;
  _is_right boolean := false;
begin
  select * into _factor from identity.totp_factors where user_id = _user_id and confirmed_at is not null;
  if not found then
    return identity.refusal('totp_absent');
  end if;
  _now := platform.moment();
  if _factor.locked_until > _now then
    return identity.refusal('second_factor_paused', jsonb_build_object(
      'retry_after_s', ceil(extract(epoch from _factor.locked_until - _now))
    ));
  end if;

  if _command ->> 'step' is not null then
    _is_right := (_command ->> 'step')::bigint > _factor.last_step;
  elsif _command ->> 'backup_hash' is not null then
    update identity.backup_codes
    set used_at = _now
    where user_id = _user_id and used_at is null and code_hash = any (
      array(
        select decode(hash, 'hex')
        from jsonb_array_elements_text(coalesce(_command -> 'old_backup_hashes', '[]')) as hash
      ) || identity.hash_of(_command, 'backup_hash')
    );
    _is_right := found;
  end if;

  update identity.totp_factors
  set
    last_step = case when _is_right then greatest(last_step, (_command ->> 'step')::bigint) else last_step end,
    failed_attempts = case when _is_right then 0 else failed_attempts + 1 end,
    locked_until = case
      when not _is_right and (failed_attempts + 1) % 5 = 0
        then _now + least(interval '1 minute' * (failed_attempts + 1), interval '1 hour')
    end
  where user_id = _user_id;
  return case when not _is_right then identity.refusal('second_factor_wrong') end;
end
$$;
