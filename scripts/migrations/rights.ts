import type pg from "pg";
import { contextNames } from "./contexts.ts";

export const ownerRole = "saku_owner";
export const appRole = "saku_app";

/**
 * The tables that the application role may change directly, and how. Every other change goes through
 * a function that the owner wrote.
 */
export const appTableRights: Readonly<Record<string, readonly string[]>> = {};

const changingRights = [
  "INSERT",
  "UPDATE",
  "DELETE",
  "TRUNCATE",
  "REFERENCES",
  "TRIGGER",
  "MAINTAIN",
];
const columnRights = ["INSERT", "UPDATE", "REFERENCES"];

/**
 * A SECURITY DEFINER function runs with the owner's rights. With an open search_path a caller could
 * put objects of his own in the way, and with EXECUTE for PUBLIC anybody could call it.
 */
export async function definerFaultsOf(client: pg.Client): Promise<string[]> {
  return faultsOf(
    client,
    `SELECT p.oid::regprocedure || ' is SECURITY DEFINER and '
            || array_to_string(array_remove(ARRAY[
                 CASE WHEN NOT f.pinned THEN 'has no search_path of its own: add SET search_path' END,
                 CASE WHEN f.open THEN 'lets PUBLIC execute it: REVOKE ALL ... FROM PUBLIC' END
               ], NULL), ', and ') || '.' AS fault
       FROM pg_proc p
       JOIN pg_namespace n ON n.oid = p.pronamespace
       CROSS JOIN LATERAL (SELECT
              EXISTS (SELECT FROM unnest(p.proconfig) c WHERE c LIKE 'search\\_path=%') AS pinned,
              EXISTS (SELECT FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
                       WHERE a.grantee = 0 AND a.privilege_type = 'EXECUTE') AS open) f
      WHERE p.prosecdef AND (NOT f.pinned OR f.open)
        AND (n.nspname = ANY ($1) OR p.proowner = (SELECT oid FROM pg_roles WHERE rolname = current_user))
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass
                           AND d.objid = p.oid AND d.deptype = 'e')
        AND n.nspname NOT IN ('pg_catalog', 'information_schema')
      ORDER BY 1`,
    [contextNames],
  );
}

/** Every right of a role that it should not have. */
export async function roleFaultsOf(
  client: pg.Client,
  allowed: Readonly<Record<string, readonly string[]>> = appTableRights,
): Promise<string[]> {
  const superusers = await faultsOf(
    client,
    `SELECT CASE WHEN rolname IN ($1, $2)
                 THEN format('%s is a superuser: ALTER ROLE %1$s NOSUPERUSER.', rolname)
                 ELSE format('%s is a superuser: migrate as a role that is none.', rolname) END AS fault
       FROM pg_roles WHERE rolsuper AND rolname IN ($1, $2, current_user)`,
    [ownerRole, appRole],
  );
  const { rows } = await client.query("SELECT FROM pg_roles WHERE rolname = $1", [appRole]);
  if (rows.length === 0) return [...superusers, `The role ${appRole} does not exist.`];
  return [
    ...superusers,
    ...(await attributeFaultsOf(client)),
    ...(await ownershipFaultsOf(client)),
    ...(await schemaFaultsOf(client)),
    ...(await tableFaultsOf(client, allowed)),
  ];
}

function attributeFaultsOf(client: pg.Client): Promise<string[]> {
  return faultsOf(
    client,
    `SELECT format('%s may %s: take that right away.', r.rolname, a.ability) AS fault
       FROM pg_roles r CROSS JOIN LATERAL (VALUES
              (r.rolcreaterole, 'create roles'), (r.rolcreatedb, 'create databases'),
              (r.rolreplication, 'replicate'), (r.rolbypassrls, 'bypass row security')
            ) a (has, ability)
      WHERE r.rolname = $1 AND a.has
      UNION ALL
     SELECT format('%s is a member of %s: REVOKE %2$s FROM %1$s.', $1::text, m.roleid::regrole)
       FROM pg_auth_members m WHERE m.member = $1::regrole`,
    [appRole],
  );
}

function ownershipFaultsOf(client: pg.Client): Promise<string[]> {
  return faultsOf(
    client,
    `SELECT format('%s owns %s: give it to the owner.', $1::text,
              CASE d.dbid WHEN 0 THEN 'a database or tablespace'
                          ELSE pg_describe_object(d.classid, d.objid, d.objsubid) END) AS fault
       FROM pg_shdepend d
      WHERE d.refclassid = 'pg_authid'::regclass AND d.refobjid = $1::regrole AND d.deptype = 'o'
        AND d.dbid IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
      ORDER BY 1`,
    [appRole],
  );
}

function schemaFaultsOf(client: pg.Client): Promise<string[]> {
  return faultsOf(
    client,
    `SELECT format('%s may create in the schema %I: REVOKE CREATE ON SCHEMA %2$I.', $1::text, nspname)
              AS fault
       FROM pg_namespace
      WHERE nspname !~ '^pg_(toast_)?temp' AND has_schema_privilege($1, oid, 'CREATE')
      UNION ALL
     SELECT format('%s may create schemas in this database: REVOKE CREATE ON DATABASE.', $1::text)
      WHERE has_database_privilege($1, current_database(), 'CREATE')
      UNION ALL
     SELECT format('%s may use the schema migrations: REVOKE ALL ON SCHEMA migrations.', $1::text)
       FROM pg_namespace
      WHERE nspname = 'migrations' AND has_schema_privilege($1, oid, 'USAGE')`,
    [appRole],
  );
}

/** What PUBLIC was given counts too: has_table_privilege asks what the role may do in the end. */
async function tableFaultsOf(
  client: pg.Client,
  allowed: Readonly<Record<string, readonly string[]>>,
): Promise<string[]> {
  const { rows } = await client.query<{ name: string; granted: string }>(
    `SELECT n.nspname || '.' || c.relname AS name, r.granted
       FROM pg_class c
       JOIN pg_namespace n ON n.oid = c.relnamespace
       CROSS JOIN unnest($2::text[]) r (granted)
      WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
        AND (n.nspname = ANY ($4) OR n.nspname = 'migrations')
        AND (has_table_privilege($1, c.oid, r.granted)
             OR r.granted = ANY ($3) AND has_any_column_privilege($1, c.oid, r.granted))
      ORDER BY 1, 2`,
    [appRole, changingRights, columnRights, contextNames],
  );
  return rows
    .filter(({ name, granted }) => !allowed[name]?.includes(granted))
    .map(({ name, granted }) => {
      return `${appRole} (or PUBLIC) has ${granted} on ${name}, which appTableRights does not allow.`;
    });
}

async function faultsOf(client: pg.Client, query: string, values: unknown[]): Promise<string[]> {
  const { rows } = await client.query<{ fault: string }>(query, values);
  return rows.map(({ fault }) => fault);
}
