-- Chains with a member that was refused before, or whose key was used for something else: nothing of them is done.
create or replace function transactions.broken_chains(_commands transactions.command[], _answers transactions.answer[])
returns table (chain text, code text, fields jsonb)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
begin
  if _answers is null then
    return;
  end if;
  return query select command.chain, 'linked_command_failed', jsonb_strip_nulls(jsonb_build_object(
    'failed_transaction_ref', min(coalesce(answer.reply ->> 'transaction_ref', command.transaction_ref))
  ))
  from unnest(_answers) as answer
  join unnest(_commands) as command on command.n = answer.n
  where command.chain is not null and answer.reply ? 'code'
  group by command.chain;
end
$$;
