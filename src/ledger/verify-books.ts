import { z } from "zod";
import {
  type Counts,
  countNames,
  countsSchema,
  type Fault,
  faultCountNames,
  faultSchema,
  type Integrity,
} from "./integrity.ts";

/** Calls a function of the database and answers what it answers. The Worker and the command line have their own ways. */
export type CallFunction = (name: string, values: readonly unknown[]) => Promise<unknown>;

// Known by name alone, because each recounts what its own context keeps and all answer alike.
const verifiers = [
  "ledger.verify_holds",
  "ledger.verify_entries",
  "ledger.verify_journals",
  "transactions.verify_transactions",
  "transactions.verify_journals",
] as const;

// So small that a slice read from a cold disk stays below the time that Neon gives one query.
export const rowsASlice = 20_000;
const maxFaultsKept = 20;

const horizonSchema = z.object({ moment: z.string(), lag_ms: z.int() });
const sliceSchema = z.object({
  state: z.record(z.string(), z.json()).nullable(),
  counts: countsSchema.partial(),
  faults: z.array(faultSchema),
});

/**
 * Recounts everything that is stored, slice by slice; nothing is locked, and no transaction outlives a slice. What is
 * recorded meanwhile is no fault.
 */
export async function verifyBooks(
  deps: { readonly call: CallFunction },
  limit: number = rowsASlice,
): Promise<Integrity> {
  const horizon = horizonSchema.parse(await deps.call("platform.horizon", []));
  const faults: Fault[] = [];
  const counts = countsSchema.parse(Object.fromEntries(countNames.map((name) => [name, 0])));
  for (const verifier of verifiers) await runVerifier(deps.call, verifier, limit, counts, faults);
  return {
    checked_at: horizon.moment,
    ok: faultCountNames.every((name) => counts[name] === 0),
    ...counts,
    horizon_lag_ms: horizon.lag_ms,
    faults: faults.slice(0, maxFaultsKept),
  };
}

async function runVerifier(
  call: CallFunction,
  verifier: string,
  limit: number,
  counts: Counts,
  faults: Fault[],
): Promise<void> {
  let state: z.output<typeof sliceSchema>["state"] = {};
  while (state !== null) {
    const slice = sliceSchema.parse(await call(verifier, [JSON.stringify(state), limit]));
    for (const name of countNames) counts[name] += slice.counts[name] ?? 0;
    faults.push(...slice.faults);
    state = slice.state;
  }
}
