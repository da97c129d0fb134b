-- Leaves to a person what has been waited for long enough. The schedule asks nobody any more until that person says so; what
-- the provider says by itself still counts.
create or replace function payments.open_overdue_cases(_limit integer)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _subject record;
  _opened integer := 0;
begin
  for _subject in
    (
      select refund_ref as ref, 'REFUND_UNANSWERED' as kind, status
      from payments.refunds
      where status in ('REQUESTED', 'SENT') and check_at is not null and asked_at < clock_timestamp() - interval '7 days'
      order by asked_at
      limit _limit
    )
    union all
    (
      select payout_ref, 'PAYOUT_UNANSWERED', status
      from payments.payouts
      where status in ('REQUESTED', 'HELD', 'SENT') and next_attempt_at is not null
        and asked_at < clock_timestamp() - case status when 'SENT' then interval '3 days' else interval '12 hours' end
      order by asked_at
      limit _limit
    )
  loop
    update payments.refunds set check_at = null where refund_ref = _subject.ref;
    update payments.payouts set next_attempt_at = null where payout_ref = _subject.ref;
    perform payments.open_case(_subject.kind, _subject.ref, jsonb_build_object('code', 'no_answer', 'found', _subject.status));
    _opened := _opened + 1;
  end loop;
  return to_jsonb(_opened);
end
$$;

grant execute on function payments.open_overdue_cases(integer) to saku_app;
