import { answered } from "../platform/database.ts";
import type { ReadmodelsDeps } from "./deps.ts";
import { readmodelCatalogue } from "./errors.ts";

/** Calls a function that reads; objects among its parameters travel as JSON. */
export async function callFunction(
  deps: Pick<ReadmodelsDeps, "database">,
  name: `readmodels.${string}`,
  parameters: readonly unknown[],
): Promise<unknown> {
  const values = parameters.map((value) =>
    typeof value === "object" && value !== null ? JSON.stringify(value) : value,
  );
  const places = values.map((_value, index) => `$${index + 1}`).join(", ");
  const [row] = await answered(
    deps.database.sql.query(`select ${name}(${places}) as reply`, values),
    readmodelCatalogue,
  );
  return row?.reply ?? null;
}
