-- Takes a batch of events into every projection, in one commit with the positions that say that they were taken. Answers
-- what these events are about, and copies of what the wallets hold, also where they were taken before: whoever lost the
-- first answer gets another.
create or replace function readmodels.consume(_events json)
returns json
language plpgsql
security definer
set search_path = ''
-- A plan that was made while the tables were small would read all of them when they are large.
set enable_seqscan = off
as $$
declare
  _name text;
  _taken platform.published_event[];
  _legs readmodels.leg[];
  _comes_along boolean;
  _report json;
begin
  -- A rebuild holds this alone while it reads, so that it knows exactly what has been taken.
  perform pg_advisory_xact_lock_shared(1_935_764_342, 1);
  _taken := platform.admit_events('readmodels', _events);
  _legs := readmodels.legs_of(_taken);
  -- Always in this order, so that two batches do not wait for each other.
  foreach _name in array array[
    'transaction_facts', 'ledger_entries_view', 'wallet_balances_view', 'daily_wallet_snapshot'
  ] loop
    perform readmodels.project(_name, _legs, _taken, readmodels.targets_of(_name));
  end loop;
  update readmodels.progress
  set as_of = told.as_of
  from (select max(occurred_at) as as_of from unnest(_taken)) as told
  where consumer_group = 'readmodels' and told.as_of > progress.as_of;
  _comes_along := exists (select from unnest(_taken) as taken where taken.attempt is not null);
  -- What comes along with others is counted among what was taken, and may hide that something was not.
  if _comes_along or cardinality(_taken) < json_array_length(_events) then
    _taken := platform.read_events(_events) || _taken;
    _legs := readmodels.legs_of(_taken);
  end if;
  _report := readmodels.report_of(_taken, _legs);
  -- No queue brings these a second time, should whoever takes them be lost before the other stores are told.
  if _comes_along then
    perform readmodels.note_late_copies(store, _report) from unnest('{ANALYTICS,EDGE}'::text[]) as store;
  end if;
  return _report;
end
$$;

grant execute on function readmodels.consume(json) to saku_app;
