import { log } from "../platform/log.ts";
import type { Integrity } from "./integrity.ts";
import { type CallFunction, verifyBooks } from "./verify-books.ts";

/** Recounts everything, records what it found, and shouts if it found anything. */
export async function runVerification(deps: { readonly call: CallFunction }): Promise<Integrity> {
  const integrity = await verifyBooks(deps);
  if (!integrity.ok) log("error", "ledger_verification_failed", integrity);
  await deps.call("platform.record_job_run", [
    "ledger.verify",
    integrity.checked_at,
    integrity.ok,
    JSON.stringify(integrity),
  ]);
  return integrity;
}
