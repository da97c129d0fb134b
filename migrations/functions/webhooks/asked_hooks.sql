-- The hooks that are asked before a transaction, with all that it takes to ask them; and those that nobody asks any more and
-- that hold money back until somebody has decided about them.
create or replace function webhooks.asked_hooks()
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'hook_ref', hook_ref, 'name', name, 'is_asked', is_active, 'url', url, 'timeout_ms', timeout_ms, 'on_failure', on_failure,
    'sealed_secret', sealed_secret, 'sealed_headers', sealed_headers
  ) order by hook_ref), '[]')
  from webhooks.hooks
  where type = 'PRE_TRANSACTION' and (is_active or has_lost_authority and on_failure = 'FAIL_CLOSED');
$$;

grant execute on function webhooks.asked_hooks() to saku_app;
