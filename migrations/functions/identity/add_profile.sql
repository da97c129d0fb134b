-- Whoever exists has a profile and preferences, so nobody has to ask whether they do.
create or replace function identity.add_profile()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  insert into identity.user_profiles (user_id, created_at, updated_at) values (new.id, new.created_at, new.created_at);
  insert into identity.user_preferences (user_id, created_at, updated_at) values (new.id, new.created_at, new.created_at);
  return null;
end
$$;

create or replace trigger add_profile after insert on identity.users
  for each row execute function identity.add_profile();
