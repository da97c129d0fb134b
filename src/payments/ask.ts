import { answered, type Database } from "../platform/database.ts";
import { paymentCatalogue } from "./errors.ts";

/** Calls one of this module's functions: one round trip. Objects travel as jsonb. */
export async function ask(
  { database }: { readonly database: Database },
  name: `payments.${string}`,
  parameters: readonly unknown[],
): Promise<unknown> {
  const places = parameters.map((_value, index) => `$${index + 1}`).join(", ");
  const values = parameters.map((value) =>
    value !== null && typeof value === "object" ? JSON.stringify(value) : value,
  );
  const rows = await answered(
    database.sql.query(`select ${name}(${places}) as reply`, values),
    paymentCatalogue,
  );
  return rows[0]?.reply ?? null;
}
