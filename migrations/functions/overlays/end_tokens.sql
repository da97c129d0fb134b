-- Lets the tokens of an overlay end at a moment, those that would have ended before excepted. It tells which, because the
-- connections that they opened end with them; and those that have ended before, of which the stage may not have heard.
create or replace function overlays.end_tokens(_overlay_id uuid, _ends_at timestamptz)
returns jsonb
language sql
volatile
set search_path = ''
as $$
  with ended as (
    update overlays.tokens
    set ends_at = _ends_at
    where overlay_id = _overlay_id and (ends_at is null or ends_at > _ends_at)
    returning token_ref, ends_at
  ), told as (
    select * from ended
    union all
    (
      select token_ref, ends_at
      from overlays.tokens
      where overlay_id = _overlay_id and ends_at <= _ends_at
      order by ends_at desc
      limit 20
    )
  )
  select jsonb_build_object('ended', coalesce(jsonb_agg(
    jsonb_build_object('token_ref', token_ref, 'ends_at', platform.to_rfc3339(ends_at)) order by token_ref
  ), '[]'))
  from told;
$$;
