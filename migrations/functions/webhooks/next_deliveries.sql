-- Hears what became of a sender's last attempts and gives it as many others: one round trip for both.
create or replace function webhooks.next_deliveries(_outcomes jsonb, _at_most integer)
returns jsonb
language plpgsql
security definer
set search_path = ''
-- A plan that was made while the tables were small would read all of them when they are large.
set enable_seqscan = off
as $$
begin
  if _outcomes <> '[]' then
    perform webhooks.settle_deliveries(_outcomes);
  end if;
  return webhooks.claim_deliveries(_at_most);
end
$$;

grant execute on function webhooks.next_deliveries(jsonb, integer) to saku_app;
