-- Monitors that a caller may see, the newest first: of one owner, or with null of everybody; one of them, those of one
-- wallet, or the page after a ref.
create or replace function webhooks.monitors_of(
  _acting_owner text, _monitor_ref text, _wallet_ref text, _after text, _limit integer
)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(jsonb_agg(webhooks.monitor_view(page) order by page.monitor_ref desc), '[]')
  from (
    select *
    from webhooks.balance_monitors
    where (_acting_owner is null or owner_ref = _acting_owner)
      and (_monitor_ref is null or monitor_ref = _monitor_ref)
      and (_wallet_ref is null or wallet_ref = _wallet_ref)
      and (_after is null or monitor_ref < _after)
    order by monitor_ref desc
    limit _limit
  ) as page;
$$;

grant execute on function webhooks.monitors_of(text, text, text, text, integer) to saku_app;
