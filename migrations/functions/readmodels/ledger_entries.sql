-- A page of entries with how far events have been read: those of one account or wallet by version, stripe by stripe;
-- others by journal, newest first.
create or replace function readmodels.ledger_entries(_filters jsonb, _after jsonb, _limit integer)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
set enable_seqscan = off
as $$
declare
  _account_ref text := coalesce(_filters ->> 'account_ref', (
    select account_ref from readmodels.wallet_balances_view where wallet_ref = _filters ->> 'wallet_ref'
  ));
  _from timestamptz := coalesce((_filters ->> 'from')::timestamptz, '-infinity');
  _to timestamptz := coalesce((_filters ->> 'to')::timestamptz, 'infinity');
  _rows jsonb;
begin
  if _account_ref is null and _filters ? 'wallet_ref' then
    _rows := '[]';
  elsif _account_ref is not null then
    select jsonb_agg(readmodels.entry_view(page) order by stripe desc, version desc) into _rows
    from (
      select *
      from readmodels.ledger_entries_view as entry
      -- As a range of the key: told that it is one account, Postgres sorts all of its rows for each page.
      where account_ref >= _account_ref
        and (account_ref, stripe, version) < (
          _account_ref, coalesce((_after ->> 'stripe')::smallint, 32767::smallint),
          coalesce((_after ->> 'version')::bigint, 9223372036854775807)
        )
        and readmodels.is_asked_for(entry, _filters, _from, _to)
      order by account_ref desc, stripe desc, version desc
      limit _limit
    ) as page;
  else
    select jsonb_agg(readmodels.entry_view(page) order by journal_ref desc, account_ref desc, stripe desc, version desc)
    into _rows
    from (
      select *
      from readmodels.ledger_entries_view as entry
      where journal_ref >= coalesce(_filters ->> 'journal_ref', '')
        and journal_ref <= coalesce(_filters ->> 'journal_ref', '~')
        and (journal_ref, account_ref, stripe, version) < (
          coalesce(_after ->> 'journal_ref', '~'), coalesce(_after ->> 'account_ref', '~'),
          coalesce((_after ->> 'stripe')::smallint, 32767::smallint),
          coalesce((_after ->> 'version')::bigint, 9223372036854775807)
        )
        and readmodels.is_asked_for(entry, _filters, _from, _to)
      order by journal_ref desc, account_ref desc, stripe desc, version desc
      limit _limit
    ) as page;
  end if;
  return jsonb_build_object(
    'rows', coalesce(_rows, '[]'),
    'as_of', (select platform.to_rfc3339(as_of) from readmodels.progress where consumer_group = 'readmodels')
  );
end
$$;

grant execute on function readmodels.ledger_entries(jsonb, jsonb, integer) to saku_app;
