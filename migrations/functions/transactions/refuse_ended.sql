-- Refuses what a session or API key asks for that has ended.
create or replace function transactions.refuse_ended(_credential_ref text)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if _credential_ref is not null and exists (select from identity.ended_credentials(array[_credential_ref])) then
    perform platform.refuse('credential_ended');
  end if;
end
$$;
