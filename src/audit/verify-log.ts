import { desc } from "drizzle-orm";
import { z } from "zod";
import type { Clock } from "../platform/clock.ts";
import { answered } from "../platform/database.ts";
import { callAudit } from "./call-audit.ts";
import { checkHeads } from "./check-heads.ts";
import type { AuditDeps } from "./deps.ts";
import { seals } from "./schema.ts";
import { type AuditFault, auditFaultSchema, type Verification } from "./verification.ts";

// So small that a slice read from a cold disk stays below the time that Neon gives one query.
const entriesASlice = 20_000;
const maxFaultsKept = 20;

const sliceSchema = z.object({
  seals: z.int(),
  entries: z.int(),
  dropped_entries: z.int(),
  faults: z.array(auditFaultSchema),
  state: z.object({ seal_no: z.int() }).nullable(),
});
const unsealedSchema = z.object({ entries: z.int(), faults: z.array(auditFaultSchema) });

export type SealSlice = z.output<typeof sliceSchema>;

/** Recounts the seals after one of them and what they cover. */
export async function verifySlice(
  deps: Pick<AuditDeps, "database">,
  afterSealNo: number,
  limit: number = entriesASlice,
): Promise<SealSlice> {
  const state = JSON.stringify({ seal_no: afterSealNo });
  return sliceSchema.parse(await callAudit(deps.database, "audit.verify_seals", [state, limit]));
}

/** Recounts the whole log, slice by slice: every entry's hash, every seal, and the seals that were published. */
export async function verifyLog(
  deps: AuditDeps & { readonly clock: Clock },
  limit: number = entriesASlice,
): Promise<Verification> {
  const checkedAt = deps.clock.now();
  const faults: AuditFault[] = [];
  const counts = { seals: 0, entries: 0, dropped_entries: 0 };
  let sealNo: number | null = 0;
  while (sealNo !== null) {
    const slice: SealSlice = await verifySlice(deps, sealNo, limit);
    counts.seals += slice.seals;
    counts.entries += slice.entries;
    counts.dropped_entries += slice.dropped_entries;
    faults.push(...slice.faults);
    sealNo = slice.state?.seal_no ?? null;
  }
  const unsealed = unsealedSchema.parse(
    await callAudit(deps.database, "audit.verify_unsealed", [limit]),
  );
  const heads = await checkHeads(deps, checkedAt);
  faults.push(...unsealed.faults, ...heads.faults);
  return {
    checked_at: checkedAt.toISOString(),
    ok: faults.length === 0,
    ...counts,
    unsealed_entries: unsealed.entries,
    published_heads: heads.checked,
    last_seal: await lastSealOf(deps),
    faults: faults.slice(0, maxFaultsKept),
  };
}

async function lastSealOf({ database }: AuditDeps): Promise<Verification["last_seal"]> {
  const [last] = await answered(
    database.tables.select().from(seals).orderBy(desc(seals.sealNo)).limit(1),
  );
  if (!last) return null;
  const { sealNo, sealHash, sealedAt } = last;
  return { seal_no: sealNo, seal_hash: sealHash, sealed_at: sealedAt.toISOString() };
}
