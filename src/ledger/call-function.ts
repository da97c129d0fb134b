import { answered, type Database } from "../platform/database.ts";
import type { CallFunction } from "./verify-books.ts";

/** The Worker's way to a verifier: one round trip a slice. */
export function callFunction(database: Database): CallFunction {
  return async (name, values) => {
    const places = values.map((_value, index) => `$${index + 1}`).join(", ");
    const rows = await answered(
      database.sql.query(`select ${name}(${places}) as reply`, [...values]),
    );
    return rows[0]?.reply;
  };
}
