-- An event in the words of CloudEvents 1.0. A line break between the parts of its data means nothing, and would end the
-- line that it is sent as. The data of an event whose month has left the outbox is not there.
create or replace function platform.cloud_event(
  _event_ref text, _event_type text, _aggregate_type text, _aggregate_ref text, _sequence bigint, _occurred_at timestamptz,
  _traceparent text, _data json
)
returns json
language sql
stable
as $$
  select (
    '{"specversion":"1.0","id":"' || _event_ref || '","source":"saku","type":"' || _event_type
      || '","subject":"' || _aggregate_ref || '","aggregatetype":"' || _aggregate_type
      || '","time":"' || platform.to_rfc3339(_occurred_at) || '","sequence":' || _sequence
      || ',"dataschema":"/events/' || _event_type || '.json","datacontenttype":"application/json"'
      || coalesce(',"traceparent":' || to_json(_traceparent)::text, '')
      || coalesce(',"data":' || translate(_data::text, e'\n\r', '  '), '') || '}'
  )::json;
$$;
