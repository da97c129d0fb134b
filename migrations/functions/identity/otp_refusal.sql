-- How a code that is not taken is answered: the same whether it was ever sent to anybody.
create or replace function identity.otp_refusal(_verdict text, _attempts_left integer)
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select case _verdict
    when 'WRONG' then identity.refusal('code_wrong', jsonb_build_object('attempts_left', _attempts_left))
    else identity.refusal('code_ended')
  end;
$$;
