-- Answers what a batch would answer, and writes nothing: whatever was done is undone before the answer leaves. It needs the
-- locks of those who move money and must not keep them waiting for others, so it gives up soon where it would wait itself.
create or replace function transactions.rehearse(_lane integer, _batch jsonb)
returns text
language plpgsql
security definer
set search_path = ''
set lock_timeout = '500ms'
as $$
declare
  _replies text;
begin
  begin
    raise exception using errcode = 'SK003', message = 'rehearsed', detail = transactions.apply(_lane, _batch);
  exception
    when sqlstate 'SK003' then
      get stacked diagnostics _replies = pg_exception_detail;
  end;
  return _replies;
end
$$;

grant execute on function transactions.rehearse(integer, jsonb) to saku_app;
