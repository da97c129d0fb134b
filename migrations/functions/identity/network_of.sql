-- The part of the network that one subscriber has: an address of IPv4, or a /64 of IPv6.
create or replace function identity.network_of(_ip inet)
returns inet
language sql
immutable
set search_path = ''
as $$
  select case family(_ip) when 4 then _ip else network(set_masklen(_ip, 64)) end;
$$;
