import { answered } from "../platform/database.ts";
import { log } from "../platform/log.ts";
import type { WalletsDeps } from "./deps.ts";

type Slice = { checked: number; last_ref: string | null; faults: readonly Fault[] };
type Fault = { readonly owner_ref: string; readonly fault: string };

export type Findings = {
  readonly checked: number;
  readonly unownedAccounts: number;
  readonly faults: readonly Fault[];
};

// A slice stays far below the time that Neon gives one query; what a run cannot reach is a finding, not a silence.
const walletsASlice = 10_000;
const maxFaultsKept = 100;

/** Compares every wallet with the ledger account that it names, records what it found, and shouts if it found anything. */
export async function reconcileAccounts(deps: WalletsDeps): Promise<Findings> {
  const startedAt = deps.clock.now();
  const faults: Fault[] = [];
  let checked = 0;
  let after: string | null = "";
  while (after !== null) {
    const slice: Slice = await readSlice(deps, after);
    checked += slice.checked;
    faults.push(...slice.faults);
    after = faults.length > maxFaultsKept ? null : slice.last_ref;
  }
  const findings = { checked, unownedAccounts: await countUnownedAccounts(deps), faults };
  await record(deps, startedAt, findings);
  return findings;
}

async function readSlice(deps: WalletsDeps, after: string): Promise<Slice> {
  const rows = await answered(
    deps.database.sql`select wallets.reconcile(${after}, ${walletsASlice}) as slice`,
  );
  return rows[0]?.slice as Slice;
}

async function countUnownedAccounts(deps: WalletsDeps): Promise<number> {
  const rows = await answered(
    deps.database.sql`select wallets.count_unowned_accounts()::integer as unowned`,
  );
  return rows[0]?.unowned as number;
}

async function record(deps: WalletsDeps, startedAt: Date, findings: Findings): Promise<void> {
  const isClean = findings.faults.length === 0 && findings.unownedAccounts === 0;
  if (!isClean) log("error", "wallets_reconciliation_failed", findings);
  await answered(
    deps.database.sql`select platform.record_job_run(
      'wallets.reconcile_accounts', ${startedAt.toISOString()}, ${isClean}, ${JSON.stringify(findings)}::jsonb
    )`,
  );
}
