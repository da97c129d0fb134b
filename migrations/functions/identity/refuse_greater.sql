-- Refuses to act on somebody who may do more than the caller: otherwise whoever may stop people could stop whoever may stop
-- them. The bootstrap operator may do everything, and what is its own is touched by nobody who may not.
create or replace function identity.refuse_greater(_user_ref text, _command jsonb)
returns void
language plpgsql
set search_path = ''
as $$
declare
  _missing jsonb := identity.missing_scopes(case
    when _user_ref = identity.bootstrap_ref() then array(select distinct scope from identity.role_permissions)
    else (select identity.scopes_of(id) from identity.users where user_ref = _user_ref)
  end, _command);
begin
  if _missing is not null then
    perform platform.refuse('user_may_more', jsonb_build_object('scopes', _missing));
  end if;
end
$$;
