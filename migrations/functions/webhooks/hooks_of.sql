-- Hooks, the newest first: of one kind or of all, one of them, or the page after a ref. They are the operator's, so
-- whoever may see hooks may see all.
create or replace function webhooks.hooks_of(_hook_ref text, _type text, _after text, _limit integer)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(jsonb_agg(webhooks.hook_view(page) order by page.hook_ref desc), '[]')
  from (
    select *
    from webhooks.hooks
    where (_hook_ref is null or hook_ref = _hook_ref)
      and (_type is null or type = _type)
      and (_after is null or hook_ref < _after)
    order by hook_ref desc
    limit _limit
  ) as page;
$$;

grant execute on function webhooks.hooks_of(text, text, text, integer) to saku_app;
