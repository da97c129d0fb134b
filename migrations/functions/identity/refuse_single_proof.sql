-- Refuses whoever has a second factor and a session that was opened without it, as the one is in which it was set up. What
-- gives somebody lasting power over an account, or over others, is done by who has shown everything that they have.
create or replace function identity.refuse_single_proof(_session_ref text)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if exists (
    select from identity.user_sessions
    where session_ref = _session_ref and mfa_at is null and identity.has_second_factor(user_id)
  ) then
    perform platform.refuse('step_up_required', jsonb_build_object('max_age_s', 300));
  end if;
end
$$;
