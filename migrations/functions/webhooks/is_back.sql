-- Whether a value has gone back behind the threshold by as much as arms a monitor again.
create or replace function webhooks.is_back(_value numeric, _operator text, _threshold numeric, _hysteresis numeric)
returns boolean
language sql
immutable
set search_path = ''
as $$
  select not webhooks.is_met(
    _value, _operator, _threshold + case when _operator in ('<', '<=') then _hysteresis else -_hysteresis end
  );
$$;
