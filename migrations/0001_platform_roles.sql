-- Two roles. The owner (whoever runs this file) migrates and owns everything. The application role is what the Worker
-- connects as: it reads what it is granted and writes through functions only, so no rule can be walked around.

-- Roles belong to the whole cluster, so another of its databases may have made this one already, or be making it now.
do $$
begin
  if not exists (select from pg_roles where rolname = 'saku_app') then
    create role saku_app nologin;
  end if;
exception
  when duplicate_object or unique_violation then
    null;
end
$$;

-- Neon ends an HTTP query after 15 s; giving up a little earlier tells the caller why. A transaction that nobody ends
-- would hold back every reader that waits for the transaction horizon.
alter role saku_app set statement_timeout = '14s';
alter role saku_app set transaction_timeout = '14s';
alter role saku_app set idle_in_transaction_session_timeout = '5s';
-- Two requests with one key meet in a lock; the second is told to come back rather than kept waiting.
alter role saku_app set lock_timeout = '5s';
alter role saku_app set timezone = 'UTC';

-- Postgres lets everybody execute a new function unless told otherwise.
alter default privileges revoke execute on functions from public;

revoke all on schema public from public;

create schema platform;
grant usage on schema platform to saku_app;
