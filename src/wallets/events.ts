import { z } from "zod";
import { actedBySchema, type EventSpec } from "../platform/events.ts";
import { limitFacts } from "./limit.ts";
import { walletSchema } from "./wallet.ts";

const acted_by = actedBySchema;
const data = walletSchema.omit({ name: true, slug: true }).extend({ acted_by });
const { wallet_ref, version: walletVersion, currency } = walletSchema.shape;
const limitData = z.strictObject({
  wallet_ref,
  version: walletVersion,
  acted_by,
  ...limitFacts,
});
const overdraftData = z.strictObject({
  wallet_ref,
  version: walletVersion,
  acted_by,
  overdraft: z.string(),
  currency,
});
const aggregate = "wallet";
const version = 1;

/** What this module announces, each in the commit that made it true. The sequence is the wallet's version. */
export const walletEvents: readonly EventSpec[] = [
  {
    type: "wallet.opened",
    version,
    aggregate,
    data,
    description: "A wallet and its ledger account exist.",
  },
  {
    type: "wallet.updated",
    version,
    aggregate,
    data,
    description: "A wallet's name or slug changed; read it to see.",
  },
  {
    type: "wallet.frozen",
    version,
    aggregate,
    data,
    description: "A wallet refuses the directions of freeze_mode.",
  },
  {
    type: "wallet.unfrozen",
    version,
    aggregate,
    data,
    description: "A wallet lets money move again.",
  },
  {
    type: "wallet.closed",
    version,
    aggregate,
    data,
    description: "A wallet was closed for ever; it was empty.",
  },
  {
    type: "wallet.limit_set",
    version,
    aggregate,
    data: limitData,
    description: "A wallet has a limit, in place of the one of this kind that it had.",
  },
  {
    type: "wallet.limit_removed",
    version,
    aggregate,
    data: limitData,
    description: "A wallet has this limit no longer.",
  },
  {
    type: "wallet.overdraft_set",
    version,
    aggregate,
    data: overdraftData,
    description: "A wallet may go this far below zero.",
  },
];
