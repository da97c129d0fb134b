-- How a request to send something too soon is answered.
create or replace function identity.pause_refusal(_seconds integer)
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select identity.refusal('sent_too_often', jsonb_build_object('retry_after_s', _seconds));
$$;
