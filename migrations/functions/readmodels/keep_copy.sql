-- Answers what a wallet held when its last event was read, and has its copy at the edge kept up for two hours from now on.
-- Null for a wallet that no event has told of. A stranger's question is answered to whoever asks for them, and keeps nothing.
create or replace function readmodels.keep_copy(_wallet_ref text, _acting_owner text)
returns json
language plpgsql
security definer
set search_path = ''
set enable_seqscan = off
as $$
declare
  _copy json := readmodels.copies_of(array[_wallet_ref]) -> 0;
begin
  -- Near to some readers the copy before this one lies for a minute more, and each of them asks.
  if _acting_owner <> _copy ->> 'owner_ref' or exists (
    select from readmodels.kept_copies
    where wallet_ref = _wallet_ref and kept_until > clock_timestamp() + interval '1 hour 55 minutes'
  ) then
    return _copy;
  end if;
  -- No rebuild takes the place of what is locked below. What counts in stripes, which only a wallet without a floor does, may
  -- be given a row meanwhile that nobody sees and can lock: there, no batch is under way at all.
  if exists (select from readmodels.balances where wallet_ref = _wallet_ref and stripe = 0 and overdraft is not null) then
    perform pg_advisory_xact_lock_shared(1_935_764_342, 1);
  elsif exists (select from readmodels.balances where wallet_ref = _wallet_ref) then
    perform pg_advisory_xact_lock(1_935_764_342, 1);
  else
    return null;
  end if;
  insert into readmodels.kept_copies (wallet_ref, kept_until)
  values (_wallet_ref, platform.moment() + interval '2 hours')
  on conflict (wallet_ref) do update set kept_until = excluded.kept_until;

  -- A batch that has changed the wallet without knowing of this wish has ended before the lock is given, and is read; one
  -- that is yet to change it waits for this commit, and tells of the wallet.
  perform from readmodels.balances where wallet_ref = _wallet_ref order by generation, stripe for share;

  delete from readmodels.kept_copies
  where wallet_ref in (
    select wallet_ref
    from readmodels.kept_copies
    where kept_until < clock_timestamp() - interval '1 day'
    order by kept_until
    limit 5
    for update skip locked
  );
  return readmodels.copies_of(array[_wallet_ref]) -> 0;
end
$$;

grant execute on function readmodels.keep_copy(text, text) to saku_app;
