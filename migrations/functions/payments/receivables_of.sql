-- What payees owe, newest first; with is_open only what is not collected yet, the oldest first.
create or replace function payments.receivables_of(_acting_owner text, _is_open boolean, _before text, _limit integer)
returns jsonb
language sql
stable
security definer
set search_path = ''
set plan_cache_mode = force_custom_plan
as $$
  select coalesce(jsonb_agg(payments.receivable_view(found) order by found.receivable_ref desc), '[]')
  from (
    select *
    from payments.receivables
    where (_acting_owner is null or payee_ref = _acting_owner)
      and (not _is_open or collected_at is null)
      and (_before is null or receivable_ref < _before)
    order by receivable_ref desc
    limit _limit
  ) as found;
$$;

grant execute on function payments.receivables_of(text, boolean, text, integer) to saku_app;
