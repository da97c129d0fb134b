import { answered, type Database } from "../platform/database.ts";

const sliceSize = 200;

/** Ends promises that have run out and that no command has come by to end. Answers how many. */
export async function expireHolds(deps: { readonly database: Database }): Promise<number> {
  let ended = 0;
  for (;;) {
    const rows = await answered(
      deps.database.sql.query("select transactions.expire_holds($1::integer) as ended", [
        sliceSize,
      ]),
    );
    const now: unknown = rows[0]?.ended;
    if (typeof now !== "number" || now === 0) return ended;
    ended += now;
  }
}
