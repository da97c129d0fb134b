-- Refuses what a session or API key asks for that has ended, or whose owner may not ask for it any more.
create or replace function transactions.refuse_barred(_credential_ref text, _scope text, _is_for_all boolean)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if _credential_ref is null then
    return;
  end if;
  if exists (select from identity.ended_credentials(array[_credential_ref])) then
    perform platform.refuse('credential_ended');
  end if;
  if exists (select from identity.lost_keys(array[_credential_ref], array[_scope], array[_is_for_all])) then
    perform platform.refuse('scope_missing', jsonb_build_object('required_scope', _scope));
  end if;
end
$$;
