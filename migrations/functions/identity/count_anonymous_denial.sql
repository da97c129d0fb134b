-- Counts what somebody was denied whom nobody knows. A minute tells a bounded number of networks apart; what comes from
-- further ones is counted as from anywhere, so that many machines together cannot fill the table either.
create or replace function identity.count_anonymous_denial(
  _reason text, _method text, _route text, _ip text, _times integer
)
returns void
language plpgsql
set search_path = ''
as $$
declare
  _rows_a_minute constant integer := 200;
  _minute timestamptz := date_trunc('minute', clock_timestamp());
  _anywhere constant cidr := '0.0.0.0/0';
  _network cidr := _anywhere;
begin
  if pg_input_is_valid(_ip, 'inet') then
    _network := network(set_masklen(_ip::inet, case family(_ip::inet) when 4 then 24 else 48 end));
  end if;
  if _network <> _anywhere
    and (select count(*) from identity.anonymous_denials where minute = _minute) >= _rows_a_minute then
    _network := _anywhere;
  end if;
  insert into identity.anonymous_denials as counted (minute, reason, method, route, network, times)
  values (
    _minute, _reason, coalesce(_method, ''), left(coalesce(_route, 'unknown'), 200), _network, _times
  )
  on conflict (minute, reason, method, route, network) do update
  set times = counted.times + excluded.times;
end
$$;
