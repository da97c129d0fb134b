-- Whether a provider may be asked to send a payout, once more if need be. Providers forget after a day which requests they
-- have seen, so what one may have done, because it gave no answer that was no, it is not asked for again after that.
create or replace function payments.may_be_sent(_payout_id uuid)
returns boolean
language sql
stable
set search_path = ''
as $$
  select not exists (
    select
    from payments.payout_attempts
    where payout_id = _payout_id and response_code is distinct from 'provider_refused'
      and attempted_at < clock_timestamp() - interval '23 hours'
  );
$$;
