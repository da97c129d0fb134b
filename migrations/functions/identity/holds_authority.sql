-- Whether somebody may do what a scope allows at this moment, and for everybody where that is asked. It is the rule by which
-- tokens and keys are judged at the edge, for what is done later than it was admitted.
create or replace function identity.holds_authority(_owner_ref text, _scope text, _is_for_all boolean)
returns boolean
language sql
stable
set search_path = ''
as $$
  select _owner_ref = identity.bootstrap_ref() or exists (
    select from identity.users as u
    cross join lateral identity.roles_of(u.id) as roles
    where u.user_ref = _owner_ref and u.status = 'ACTIVE' and _scope = any (identity.scopes_of(u.id))
      and case
        when roles && array['operator', 'admin', 'service'] then true
        -- Auditors see everybody's and change nothing but their own account.
        when 'auditor' = any (roles) then _scope like '%:read' or _scope = 'account:write'
        else not _is_for_all
      end
  );
$$;
