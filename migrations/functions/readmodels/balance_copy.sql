-- What a wallet held when its last event was read, or null for one that no event has told of.
create or replace function readmodels.balance_copy(_wallet_ref text)
returns json
language sql
stable
security definer
set search_path = ''
set enable_seqscan = off
as $$
  select readmodels.copies_of(array[_wallet_ref]) -> 0;
$$;

grant execute on function readmodels.balance_copy(text) to saku_app;
