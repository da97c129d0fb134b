-- What a login by an address begins with: what its password is compared with, null for whoever cannot log in by one, and
-- whether this person has logged in from this part of the network before, within their last fifty sessions.
create or replace function identity.login_facts(_email_norm text, _ip inet)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select jsonb_build_object(
    'stored', identity.login_hash(_email_norm),
    'is_known_network', exists (
      select from (
        select ip_address
        from identity.user_activity_logs
        where user_id = (select id from identity.users where email_norm = _email_norm)
          and activity_type = 'SESSION_OPENED'
        order by log_ref desc
        limit 50
      ) as opened
      where identity.network_of(ip_address) = identity.network_of(_ip)
    )
  );
$$;

grant execute on function identity.login_facts(text, inet) to saku_app;
