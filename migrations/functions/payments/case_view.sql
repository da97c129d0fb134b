create or replace function payments.case_view(_case payments.cases)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'case_ref', _case.case_ref,
    'kind', _case.kind,
    'subject_ref', _case.subject_ref,
    'fault', _case.fault,
    'resolution', _case.resolution,
    'opened_at', platform.to_rfc3339(_case.opened_at),
    'closed_at', platform.to_rfc3339(_case.closed_at)
  );
$$;
