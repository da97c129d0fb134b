-- What a token opens, or null. A token is found by its hash, and opens nothing but the overlay that it was made for.
create or replace function overlays.access_of(_overlay_ref text, _token_hash text)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select overlays.overlay_view(overlay) || jsonb_build_object(
    'token_ref', token_ref, 'ends_at', platform.to_rfc3339(ends_at)
  )
  from overlays.tokens
  join overlays.overlays as overlay on overlay.id = overlay_id
  where token_hash = decode(_token_hash, 'hex') and overlay_ref = _overlay_ref and removed_at is null
    and (ends_at is null or ends_at > platform.moment());
$$;

grant execute on function overlays.access_of(text, text) to saku_app;
