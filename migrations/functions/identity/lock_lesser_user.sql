-- Finds somebody whom this caller may act on, and holds them until the commit. Nobody acts on somebody who may do more
-- than they.
create or replace function identity.lock_lesser_user(_intent jsonb, _command jsonb)
returns identity.users
language plpgsql
set search_path = ''
as $$
declare
  _user identity.users := identity.lock_user(_command ->> 'user_ref');
begin
  if _user.id is null
    or (_intent ->> 'acting_owner' is not null and _user.user_ref <> _intent ->> 'acting_owner') then
    perform platform.refuse('user_not_found', jsonb_build_object('user_ref', _command ->> 'user_ref'));
  end if;
  perform identity.refuse_greater(_user.user_ref, _command);
  return _user;
end
$$;
