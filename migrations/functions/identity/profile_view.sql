create or replace function identity.profile_view(_profile identity.user_profiles)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'display_name', _profile.display_name,
    'preferred_currency', _profile.preferred_currency,
    'timezone', _profile.timezone,
    'language', _profile.language,
    'version', _profile.version,
    'updated_at', platform.to_rfc3339(_profile.updated_at)
  );
$$;
