-- Gives a person new backup codes; the old ones are worth nothing any more.
create or replace function identity.put_backup_codes(_user_id uuid, _command jsonb)
returns void
language sql
set search_path = ''
as $$
  delete from identity.backup_codes where user_id = _user_id;
  insert into identity.backup_codes (user_id, code_hash, created_at)
  select _user_id, decode(hash, 'hex'), platform.moment()
  from jsonb_array_elements_text(_command -> 'backup_hashes') as hash;
$$;
