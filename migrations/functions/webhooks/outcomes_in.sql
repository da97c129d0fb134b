-- What a sender tells of its attempts.
create or replace function webhooks.outcomes_in(_outcomes jsonb)
returns table (
  delivery_ref text, attempt integer, result text, attempted_at timestamptz, duration_ms integer, url text,
  request_headers jsonb, response_status smallint, response_headers jsonb, error text, retry_after_s integer
)
language sql
immutable
-- A sender has a few on their way; for a hundred, Postgres would rather read every delivery that there is.
rows 5
set search_path = ''
as $$
  select *
  from jsonb_to_recordset(_outcomes) as outcome (
    delivery_ref text, attempt integer, result text, attempted_at timestamptz, duration_ms integer, url text,
    request_headers jsonb, response_status smallint, response_headers jsonb, error text, retry_after_s integer
  );
$$;
