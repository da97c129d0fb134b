-- Shows these events to the monitors of the wallets that they tell of, one after the other, and announces those that
-- trigger. Answers how many did.
create or replace function webhooks.check_monitors(_events platform.published_event[])
returns integer
language plpgsql
set search_path = ''
as $$
declare
  _watched uuid[];
  _fact record;
  _triggered integer := 0;
begin
  -- Held in one order, because two batches may tell of the same wallets.
  _watched := array(
    select id
    from webhooks.balance_monitors
    where wallet_ref in (select fact.wallet_ref from webhooks.wallet_facts(_events) as fact)
    order by id
    for update
  );
  if cardinality(_watched) = 0 then
    return 0;
  end if;

  for _fact in
    select monitor.id, fact.*
    from webhooks.wallet_facts(_events) as fact
    join webhooks.balance_monitors as monitor on monitor.wallet_ref = fact.wallet_ref and monitor.id = any (_watched)
    order by fact.version, fact.recorded_at, fact.n
  loop
    if webhooks.check_monitor(_fact.id, _fact.leg, _fact.version, _fact.recorded_at, _fact.is_moved, _fact.event) then
      _triggered := _triggered + 1;
    end if;
  end loop;
  return _triggered;
end
$$;
