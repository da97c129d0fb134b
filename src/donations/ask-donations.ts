import { answered } from "../platform/database.ts";
import type { DonationsDeps } from "./deps.ts";
import { donationCatalogue } from "./errors.ts";

/** Calls one of the functions that read: one round trip, which also decides who may see what it answers. */
export async function askDonations(
  deps: Pick<DonationsDeps, "database">,
  name: `donations.${string}`,
  values: readonly unknown[],
): Promise<unknown> {
  const places = values.map((_value, index) => `$${index + 1}`).join(", ");
  const [row] = await answered(
    deps.database.sql.query(`select ${name}(${places}) as reply`, [...values]),
    donationCatalogue,
  );
  return row?.reply;
}
