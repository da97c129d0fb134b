-- The profile of a person, or null where there is no such person.
create or replace function identity.my_profile(_user_ref text)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select identity.profile_view(p)
  from identity.users as u
  join identity.user_profiles as p on p.user_id = u.id
  where u.user_ref = _user_ref;
$$;

grant execute on function identity.my_profile(text) to saku_app;
