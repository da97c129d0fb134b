-- Whether a value meets the condition of a monitor.
create or replace function webhooks.is_met(_value numeric, _operator text, _threshold numeric)
returns boolean
language sql
immutable
set search_path = ''
as $$
  select case _operator
    when '>' then _value > _threshold
    when '>=' then _value >= _threshold
    when '<' then _value < _threshold
    when '<=' then _value <= _threshold
    else _value = _threshold end;
$$;
