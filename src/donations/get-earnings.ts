import { z } from "zod";
import { actingOwnerOf, type Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import { currencySchema } from "../platform/money.ts";
import { askDonations } from "./ask-donations.ts";
import type { DonationsDeps } from "./deps.ts";

const sums = {
  donations: z.int(),
  amount: z.string().meta({ description: "What donors paid." }),
  fee_amount: z.string(),
  net_amount: z.string().meta({ description: "What arrived." }),
  refunded_amount: z.string().meta({
    description:
      "Of the amount, what has gone back to donors since, whenever that was, or is held by their banks.",
  }),
};

/** What a streamer was given, day by day. */
export const earningsSchema = z.strictObject({
  currency: currencySchema,
  days: z.array(z.strictObject({ day: z.string().meta({ format: "date" }), ...sums })),
});

export type Earnings = z.output<typeof earningsSchema>;

export type GetEarningsInput = {
  readonly streamerRef: Ref;
  readonly from: string;
  readonly until: string;
  readonly timeZone: string;
};

/** Adds up what was paid to a streamer, by the days of a calendar; days without donations are left out. */
export async function getEarnings(
  deps: DonationsDeps,
  caller: Caller,
  { streamerRef, from, until, timeZone }: GetEarningsInput,
): Promise<Earnings> {
  const asked = [streamerRef, actingOwnerOf(caller), from, until, timeZone];
  return earningsSchema.parse(await askDonations(deps, "donations.earnings_of", asked));
}
