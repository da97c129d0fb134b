import { z } from "zod";
import { refSchema } from "../platform/ids.ts";
import { log } from "../platform/log.ts";
import { Problem } from "../platform/problem.ts";
import { askDonations } from "./ask-donations.ts";
import type { DonationCharge } from "./charges.ts";
import type { DonationsDeps } from "./deps.ts";
import { handleCharge } from "./handle-charge.ts";

const chargesARun = 50;
const dueSchema = z.object({ due: z.array(refSchema), all: z.int() });

/**
 * Handles one of many charges. What passes by itself is tried again from there; one that is wrong is noted and must not
 * keep all others waiting.
 */
export async function handleOrNote(deps: DonationsDeps, charge: DonationCharge): Promise<void> {
  try {
    await handleCharge(deps, charge);
  } catch (error) {
    if (error instanceof Problem) throw error;
    await noteUnhandled(deps, charge, error);
  }
}

/** Keeps a charge that a fault of ours kept from being handled, and says so to whoever reads the log. */
async function noteUnhandled(
  deps: DonationsDeps,
  { chargeRef }: Pick<DonationCharge, "chargeRef">,
  error: unknown,
): Promise<void> {
  const reason = String(error);
  log("error", "charge_not_handled", { charge_ref: chargeRef, reason });
  await askDonations(deps, "donations.note_unhandled", [chargeRef, reason]);
}

/** Tries again what could not be handled, and answers how many charges still are not. */
export async function retryUnhandled(deps: DonationsDeps): Promise<number> {
  const reply = await askDonations(deps, "donations.due_unhandled", [chargesARun]);
  const { due, all } = dueSchema.parse(reply);
  let left = all;
  for (const chargeRef of due) {
    try {
      const charge = await deps.charges.find(chargeRef);
      if (charge) await handleCharge(deps, charge);
      await askDonations(deps, "donations.forget_unhandled", [chargeRef]);
      left -= 1;
    } catch (error) {
      await noteUnhandled(deps, { chargeRef }, error);
    }
  }
  return left;
}
