-- Disables the endpoints of those who have lost what entitled them: all of somebody's who was suspended, and of somebody
-- who has a role less those that are told everything, which they may enable again if they still may. Hooks are told or
-- asked of everybody's money, so they are switched off with it, until somebody who may keep hooks decides about them. What is
-- to hold money back when it does not answer holds it back until then.
create or replace function webhooks.end_authority(_events platform.published_event[])
returns void
language plpgsql
set search_path = ''
as $$
declare
  _lost record;
  _hook webhooks.hooks;
begin
  for _lost in
    select hook.id, event.traceparent
    from unnest(_events) as event
    join webhooks.hooks as hook on hook.owner_ref = event.aggregate_ref
    where event.aggregate_type = 'user' and hook.is_active
      and (
        event_type = 'user.suspended'
        or event_type = 'user.role_removed' and not event.data::jsonb -> 'roles' ?| array['operator', 'admin']
      )
    order by hook.id
    for no key update of hook
  loop
    update webhooks.hooks
    set is_active = false, has_lost_authority = true, version = version + 1, updated_at = greatest(platform.moment(), updated_at)
    where id = _lost.id and is_active
    returning * into _hook;
    if found then
      perform webhooks.bind_endpoint(_hook);
      perform webhooks.announce_hook(
        jsonb_build_object('event_ref', platform.new_ref(), 'traceparent', _lost.traceparent), 'hook.updated', _hook
      );
    end if;
  end loop;

  for _lost in
    select endpoint, event.traceparent
    from unnest(_events) as event
    join webhooks.webhook_endpoints as endpoint on endpoint.owner_ref = event.aggregate_ref
    where event.aggregate_type = 'user' and endpoint.status = 'ENABLED' and endpoint.hook_id is null
      and (event_type = 'user.suspended' or event_type = 'user.role_removed' and audience = 'ALL')
    order by endpoint.id
    for no key update of endpoint
  loop
    perform webhooks.disable_endpoint(_lost.endpoint, 'AUTHORITY_LOST', _lost.traceparent);
  end loop;
end
$$;
