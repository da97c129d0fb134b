-- Who sees how events travel, and who decides about those that cannot be delivered.
insert into identity.role_permissions (role_id, scope)
select role_id, scope
from identity.roles
join (values
  ('events:read', array['operator', 'auditor', 'admin']),
  ('events:write', array['operator', 'admin']),
  -- Reads what is kept for reports, and has read models built anew.
  ('analytics:read', array['operator', 'auditor', 'admin']),
  ('projections:read', array['operator', 'auditor', 'admin']),
  ('projections:write', array['admin'])
) as granted (scope, role_names) on role_name = any (role_names);
