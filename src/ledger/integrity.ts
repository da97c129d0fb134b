import { z } from "zod";
import { refSchema } from "../platform/ids.ts";
import { momentSchema } from "../platform/moment.ts";

/** What a verifier may find, in words for the person who has to look into it. */
export const faultMeanings = {
  version_gap: "the entry does not follow the one before it: one is missing, or was renumbered",
  chain_broken: "the balance after the entry is not the one before it and its amount",
  time_backward: "the entry is older than the one before it",
  currency_foreign: "the entry is in another currency than its account",
  balance_drifted: "the stored balance is not the sum of the entries",
  holds_drifted: "what is pending is not the sum of the active holds",
  journal_imbalanced: "debits and credits differ, or there are fewer than two entries",
  entry_orphaned: "an entry has no journal or no account",
  entry_misdated: "an entry has other times than its journal",
  transaction_missing: "events or reversals name a transaction that is not there",
  journal_missing: "the transaction moved money and its journal is not there",
  journal_foreign: "the journal was not written for the transaction that names it",
  journal_unnamed: "the journal's transaction is not there or does not name it",
  events_incomplete: "there is not one event for each change of the transaction",
  reversals_differ: "what was reversed is not the sum of the reversals",
} as const;

type FaultName = keyof typeof faultMeanings;
const faultNames = Object.keys(faultMeanings) as [FaultName, ...FaultName[]];

/** One finding, and where to look. */
export const faultSchema = z.strictObject({
  fault: z.enum(faultNames),
  account_ref: refSchema.optional(),
  stripe: z.int().optional(),
  version: z.int().optional(),
  journal_ref: refSchema.optional(),
  transaction_ref: refSchema.optional(),
});

const countSchema = z.int().min(0);

/** What was read. */
const readCounts = {
  accounts: countSchema,
  entries: countSchema,
  journals: countSchema,
  transactions: countSchema,
};

/** What was wrong. */
const faultCounts = {
  imbalanced_journals: countSchema.meta({ description: "Debits and credits differ." }),
  drifted_balances: countSchema.meta({ description: "The balance is not the sum of the entries." }),
  version_gaps: countSchema.meta({ description: "An entry is missing before this one." }),
  broken_chains: countSchema.meta({ description: "balance_after does not follow." }),
  backward_times: countSchema.meta({ description: "An entry is older than the one before it." }),
  foreign_currencies: countSchema.meta({ description: "Entry and account differ in currency." }),
  orphan_entries: countSchema.meta({ description: "An entry has no journal or no account." }),
  misdated_entries: countSchema.meta({ description: "Entry and journal differ in time." }),
  drifted_holds: countSchema.meta({ description: "Pending sums are not those of the holds." }),
  faulty_transactions: countSchema.meta({
    description: "A transaction disagrees with its journal, its events or its reversals.",
  }),
};

export const countsSchema = z.strictObject({ ...readCounts, ...faultCounts });
export type Counts = z.output<typeof countsSchema>;

export const faultCountNames = Object.keys(faultCounts) as (keyof typeof faultCounts)[];
export const countNames = Object.keys(countsSchema.shape) as (keyof Counts)[];

/** What recounting everything came to. */
export const integritySchema = z.strictObject({
  checked_at: momentSchema.meta({
    description: "Everything that was recorded before was checked.",
  }),
  ok: z.boolean().meta({ description: "Nothing is wrong." }),
  ...readCounts,
  ...faultCounts,
  horizon_lag_ms: countSchema.meta({
    description: "How old the oldest event is that an open transaction still hides from readers.",
  }),
  faults: z.array(faultSchema).meta({ description: "Up to 20 of the findings." }),
});

export type Fault = z.output<typeof faultSchema>;
export type Integrity = z.output<typeof integritySchema>;
