-- What a goal counts in, for whoever may change it.
create or replace function donations.currency_of_goal(_goal_ref text, _acting_owner text)
returns text
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  _currency text;
begin
  select currency into _currency
  from donations.goals
  where goal_ref = _goal_ref and (_acting_owner is null or streamer_ref = _acting_owner);
  if not found then
    perform platform.refuse('goal_not_found', jsonb_build_object('goal_ref', _goal_ref));
  end if;
  return _currency;
end
$$;

grant execute on function donations.currency_of_goal(text, text) to saku_app;
