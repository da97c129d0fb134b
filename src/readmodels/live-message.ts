import { z } from "zod";
import { refSchema } from "../platform/ids.ts";
import { momentSchema } from "../platform/moment.ts";
import { currencySchema } from "../platform/money.ts";
import { mutationTypes } from "./history-row.ts";

/** The subprotocol of live balances, for browsers, which have to name one. */
export const liveProtocol = "saku.live.v1";

/** What a browser puts before its token, as a second subprotocol: it cannot send an Authorization header. */
const bearerPrefix = "saku.bearer.";

/** How many changes one message has at most. */
export const mostLiveChanges = 100;

/** What a wallet holds, and what happened to it since the message before. */
export const liveMessageSchema = z.strictObject({
  wallet_ref: refSchema,
  currency: currencySchema,
  balance: z.string(),
  pending_in: z.string(),
  pending_out: z.string(),
  available: z.string(),
  version: z.int().meta({ description: "Send it as after_version when you connect again." }),
  as_of: momentSchema,
  changes: z
    .array(
      z.strictObject({
        version: z.int(),
        transaction_ref: refSchema,
        mutation_type: z.enum(mutationTypes),
        amount: z.string(),
        balance_after: z.string(),
        recorded_at: momentSchema,
      }),
    )
    .meta({ description: "Each entry since the version before, oldest first." }),
  has_all_changes: z.boolean().meta({
    description:
      "False where more happened than one message tells: list the mutations for the rest.",
  }),
});

export type LiveMessage = z.output<typeof liveMessageSchema>;

/** The token that a browser offered among its subprotocols, or null. */
export function bearerAmong(protocols: string | undefined): string | null {
  const named = protocols?.split(",").map((name) => name.trim());
  return named?.find((name) => name.startsWith(bearerPrefix))?.slice(bearerPrefix.length) ?? null;
}
