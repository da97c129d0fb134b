import type pg from "pg";
import { contextNames } from "./contexts.ts";

/** A function as Postgres has it. */
export type LiveFunction = {
  readonly oid: string;
  readonly name: string;
  /** What DROP ROUTINE takes: the qualified name with its argument types. */
  readonly signature: string;
  /** Changes whenever the row of pg_proc does, also within one transaction. */
  readonly rowVersion: string;
  /** Its text, its grants and its triggers: whatever the file decides, and a hand might change. */
  readonly definitionHash: string;
};

/**
 * The functions and procedures in our schemas. Triggers that Postgres cloned for a partition are left
 * out, because a new partition is no change of the function.
 */
export async function readFunctionsOf(client: pg.Client): Promise<LiveFunction[]> {
  const { rows } = await client.query<LiveFunction>(
    `SELECT p.oid::text AS oid,
            n.nspname || '.' || p.proname AS name,
            format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid))
              AS signature,
            p.xmin::text || p.ctid::text AS "rowVersion",
            encode(sha256(convert_to(
              pg_get_functiondef(p.oid) || coalesce(p.proacl::text, '') || coalesce(t.triggers, ''),
              'UTF8')), 'hex') AS "definitionHash"
       FROM pg_proc p
       JOIN pg_namespace n ON n.oid = p.pronamespace
       LEFT JOIN LATERAL (
              SELECT string_agg(pg_get_triggerdef(g.oid) || g.tgenabled::text, ';'
                       ORDER BY pg_get_triggerdef(g.oid)) AS triggers
                FROM pg_trigger g
               WHERE g.tgfoid = p.oid AND NOT g.tgisinternal AND g.tgparentid = 0) t ON true
      WHERE n.nspname = ANY ($1) AND p.prokind IN ('f', 'p')
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass
                           AND d.objid = p.oid AND d.deptype = 'e')
      ORDER BY signature`,
    [contextNames],
  );
  return rows;
}
