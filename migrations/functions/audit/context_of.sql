-- Which context a thing belongs to. A kind of thing that nobody has listed here is its own context, and a test finds it.
create or replace function audit.context_of(_aggregate_type text)
returns text
language sql
immutable
as $$
  select case
    when _aggregate_type in ('user', 'session', 'api_key', 'user_profile', 'user_preferences') then 'identity'
    when _aggregate_type = 'wallet' then 'wallets'
    when _aggregate_type = 'transaction' then 'transactions'
    when _aggregate_type = 'dead_letter' then 'platform'
    when _aggregate_type = 'rebuild' then 'readmodels'
    when _aggregate_type in ('webhook_endpoint', 'hook', 'balance_monitor') then 'webhooks'
    when _aggregate_type in ('charge', 'payout', 'beneficiary', 'fee_rate', 'payment_case') then 'payments'
    when _aggregate_type in ('donation', 'streamer', 'goal', 'timer') then 'donations'
    when _aggregate_type in ('overlay', 'stage') then 'overlays'
    else _aggregate_type
  end;
$$;
