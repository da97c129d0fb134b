-- What is answered of a code that was sent, and, for the Worker alone, where to and with which words.
create or replace function identity.otp_view(_otp identity.user_otps)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'otp_ref', _otp.otp_ref,
    'channel', _otp.channel,
    'expires_at', platform.to_rfc3339(_otp.expires_at),
    'resend_after', platform.to_rfc3339(_otp.created_at + interval '60 seconds'),
    'destination', _otp.promise ->> 'destination',
    'template', case
      when _otp.user_id is null then 'account_exists'
      else lower(_otp.purpose)
    end
  );
$$;
