-- Gives up a registration that was never proved, because another person has proved its address: beginning one holds no
-- address for anybody.
create or replace function identity.discard_registration(_intent jsonb, _email_norm text)
returns void
language plpgsql
set search_path = ''
as $$
declare
  _user identity.users;
  _now timestamptz := platform.moment();
begin
  update identity.users
  set status = 'DELETED', deleted_at = _now, email = lower(user_ref) || '@discarded.invalid',
    email_norm = lower(user_ref) || '@discarded.invalid', version = version + 1, updated_at = _now
  where email_norm = _email_norm and status = 'PENDING'
  returning * into _user;
  if found then
    perform identity.announce_user(_intent, 'user.discarded', _user);
  end if;
end
$$;
