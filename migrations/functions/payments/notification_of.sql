-- A notification with the body as it came, for whoever has to find out what went wrong.
create or replace function payments.notification_of(_notification_ref text)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  _kept payments.notifications;
begin
  select * into _kept from payments.notifications where notification_ref = _notification_ref;
  if not found then
    perform platform.refuse('notification_not_found', jsonb_build_object('notification_ref', _notification_ref));
  end if;
  return payments.notification_view(_kept) || jsonb_build_object(
    'raw_body', encode(_kept.raw_body, 'base64'), 'headers', _kept.headers
  );
end
$$;

grant execute on function payments.notification_of(text) to saku_app;
