-- Brings one projection up to what was told, in the generations that it has to reach.
create or replace function readmodels.project(
  _name text, _legs readmodels.leg[], _events platform.published_event[], _targets readmodels.target[]
)
returns void
language plpgsql
set search_path = ''
as $$
begin
  case _name
    when 'transaction_facts' then perform readmodels.project_facts(_events, _targets);
    when 'ledger_entries_view' then perform readmodels.project_entries(_legs, _targets);
    when 'wallet_balances_view' then perform readmodels.project_balances(_legs, _events, _targets);
    when 'daily_wallet_snapshot' then perform readmodels.project_snapshots(_legs, _targets);
  end case;
end
$$;
