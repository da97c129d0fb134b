-- Gives somebody a role that they may have already. Whether it may be given is for the caller to know.
create or replace function identity.grant_role(_user_id uuid, _role text)
returns void
language plpgsql
set search_path = ''
as $$
declare
  _role_id smallint;
begin
  select role_id into strict _role_id from identity.roles where role_name = _role;
  insert into identity.user_roles (user_id, role_id, assigned_at)
  values (_user_id, _role_id, platform.moment())
  on conflict do nothing;
end
$$;
