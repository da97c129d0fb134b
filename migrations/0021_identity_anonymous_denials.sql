-- How often somebody whom nobody knows was denied something: one row a minute, route, reason and network, however many ask.
-- Whoever is known is told of one by one in access_denials.
create table identity.anonymous_denials (
  minute timestamptz not null check (minute = date_trunc('minute', minute)),
  reason text collate "C" not null check (reason ~ '^([a-z_]{3,60}|[A-Z_]{3,60})$'),
  -- Empty where the database itself denied, beneath the request.
  method text collate "C" not null check (length(method) <= 10),
  route text collate "C" not null check (length(route) between 1 and 200),
  -- A part of the network and not an address, which would be a person's. 0.0.0.0/0: from anywhere.
  network cidr not null check (masklen(network) <= 48),
  times bigint not null check (times > 0),
  primary key (minute, reason, method, route, network)
);
