import { z } from "zod";
import { answered } from "../platform/database.ts";
import { askDonations } from "./ask-donations.ts";
import type { DonationsDeps } from "./deps.ts";
import { donationSchema } from "./donation.ts";
import { presentDonation } from "./present-donation.ts";
import { handleOrNote, retryUnhandled } from "./retry-unhandled.ts";

const chargesARound = 200;
const roundsARun = 10;
// What was paid a moment ago is being told; what is older than a day has been told often enough, and its stage asks.
const youngestMs = 15_000;
const oldestMs = 24 * 60 * 60 * 1_000;
const donationsARun = 200;
const speakableMs = 3 * 60 * 1_000;
const rowsSchema = z.array(donationSchema);

export type CaughtUp = {
  readonly charges: number;
  readonly shown: number;
  /** Charges that a fault of ours keeps from being handled. */
  readonly unhandled: number;
};

/** Finds what nobody told: charges that changed, and paid donations that their stage may not know of. */
export async function catchUp(deps: DonationsDeps): Promise<CaughtUp> {
  const startedAt = deps.clock.now();
  const charges = await readCharges(deps);
  const unhandled = await retryUnhandled(deps);
  const shown = await tellStagesAgain(deps);
  const findings = JSON.stringify({ charges, shown, unhandled });
  await answered(
    deps.database.sql`select platform.record_job_run(
      'donations.catch_up', ${startedAt.toISOString()}, ${unhandled === 0}, ${findings}::jsonb
    )`,
  );
  return { charges, shown, unhandled };
}

/** Handles the charges that changed since the last time. The position moves only behind what was handled. */
async function readCharges(deps: DonationsDeps): Promise<number> {
  let count = 0;
  let from = z
    .string()
    .nullable()
    .parse(await askDonations(deps, "donations.position_of_charges", []));
  for (let round = 0; round < roundsARun; round += 1) {
    const { charges, position } = await deps.charges.changedAfter(from, chargesARound);
    for (const charge of charges) await handleOrNote(deps, charge);
    count += charges.length;
    if (position === null || position === from) break;
    await askDonations(deps, "donations.move_position", [position]);
    from = position;
    if (charges.length < chargesARound) break;
  }
  return count;
}

async function tellStagesAgain(deps: DonationsDeps): Promise<number> {
  const now = deps.clock.now().getTime();
  const [from, until] = [oldestMs, youngestMs].map((ageMs) => new Date(now - ageMs).toISOString());
  const asked = [from, until, donationsARun];
  const rows = rowsSchema.parse(await askDonations(deps, "donations.waiting_for_stage", asked));
  for (const donation of rows) {
    // A voice that is away is not tried for hours, each time for as long as an alert would wait.
    const maySpeak = now - Date.parse(donation.paid_at ?? "") < speakableMs;
    await presentDonation(deps, donation, { maySpeak });
  }
  return rows.length;
}
