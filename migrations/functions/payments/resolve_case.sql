-- What a person decided about a case. It is written down with what it changes; whoever asked takes the thing on from there.
create or replace function payments.resolve_case(_intent jsonb, _command jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  _replay jsonb := platform.begin_write(_intent);
  _resolution text := _command ->> 'resolution';
  _case payments.cases;
begin
  if _replay is not null then
    return _replay;
  end if;
  select * into _case from payments.cases where case_ref = _command ->> 'case_ref' for update;
  if not found then
    perform platform.refuse('case_not_found', jsonb_build_object('case_ref', _command ->> 'case_ref'));
  end if;
  if _case.closed_at is not null then
    perform platform.refuse('case_closed', jsonb_build_object('case_ref', _case.case_ref, 'resolution', _case.resolution));
  end if;
  if not payments.decide(_case, _command, _intent ->> 'traceparent') then
    perform platform.refuse('resolution_not_possible', jsonb_build_object(
      'case_ref', _case.case_ref, 'kind', _case.kind, 'resolution', _resolution
    ));
  end if;
  -- What was decided may have ended the case already, as what passed by itself does.
  update payments.cases
  set closed_at = platform.moment(), resolution = _resolution, closed_by = _intent ->> 'scope',
    wallet_ref = _command ->> 'wallet_ref', external_reference = _command ->> 'external_reference',
    amount = (_command ->> 'amount')::numeric
  where case_ref = _case.case_ref
  returning * into _case;
  perform platform.append_event(
    _intent, 'payment_case.resolved', 'payment_case', _case.case_ref, 1,
    payments.case_view(_case) - 'fault' || jsonb_build_object('acted_by', _intent ->> 'scope')
  );
  return platform.end_write(_intent, payments.case_view(_case));
end
$$;

grant execute on function payments.resolve_case(jsonb, jsonb) to saku_app;
