-- Finds somebody whom this caller may act on, and holds them until the commit. Nobody acts on somebody who may do more
-- than they: otherwise whoever may suspend could suspend whoever may stop them.
create or replace function identity.lock_lesser_user(_intent jsonb, _command jsonb)
returns identity.users
language plpgsql
set search_path = ''
as $$
declare
  _user identity.users := identity.lock_user(_command ->> 'user_ref');
  _missing jsonb;
begin
  if _user.id is null
    or (_intent ->> 'acting_owner' is not null and _user.user_ref <> _intent ->> 'acting_owner') then
    perform platform.refuse('user_not_found', jsonb_build_object('user_ref', _command ->> 'user_ref'));
  end if;
  _missing := identity.missing_scopes(identity.scopes_of(_user.id), _command);
  if _missing is not null then
    perform platform.refuse('user_may_more', jsonb_build_object('scopes', _missing));
  end if;
  return _user;
end
$$;
