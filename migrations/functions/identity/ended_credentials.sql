-- Which of these sessions and API keys no longer stand: they are unknown, revoked or expired, or their person is no longer
-- active. Whatever moves money asks this under its own locks, so that a logout or a suspension acts at once.
create or replace function identity.ended_credentials(_refs text[])
returns setof text
language sql
stable
security definer
set search_path = ''
as $$
  select asked.ref
  from unnest(_refs) as asked (ref)
  where not exists (
    select from identity.user_sessions as s
    join identity.users as u on u.id = s.user_id
    where s.session_ref = asked.ref and s.revoked_at is null and s.expires_at > clock_timestamp()
      and u.status = 'ACTIVE'
  )
  and not exists (
    select from identity.api_keys as k
    left join identity.users as u on u.user_ref = k.owner_ref
    where k.key_ref = asked.ref and k.revoked_at is null
      and (k.expires_at is null or k.expires_at > clock_timestamp())
      and (u.status = 'ACTIVE' or k.owner_ref = identity.bootstrap_ref())
  );
$$;

grant execute on function identity.ended_credentials(text[]) to saku_app;
