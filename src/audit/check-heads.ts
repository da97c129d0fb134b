import { inArray } from "drizzle-orm";
import { z } from "zod";
import { answered } from "../platform/database.ts";
import type { AuditDeps } from "./deps.ts";
import { seals } from "./schema.ts";
import { headKeyOf } from "./seal-log.ts";
import type { AuditFault } from "./verification.ts";

// A head vouches for everything before it, so a few of them say as much as all.
const daysChecked = 31;
const dayMs = 86_400_000;

const headSchema = z.object({ seal_no: z.int(), seal_hash: z.string() });

/** Compares the seals that were published on the last days with those that are stored. */
export async function checkHeads(
  deps: Pick<AuditDeps, "database" | "archive">,
  now: Date,
): Promise<{ readonly checked: number; readonly faults: AuditFault[] }> {
  const { archive } = deps;
  if (!archive) return { checked: 0, faults: [] };
  const days = Array.from({ length: daysChecked }, (_none, back) =>
    new Date(now.getTime() - back * dayMs).toISOString().slice(0, 10),
  );
  const published = await Promise.all(
    days.map(async (day) => {
      const content = await archive.read(headKeyOf(day));
      return content === null ? [] : [{ day, ...headSchema.parse(JSON.parse(content)) }];
    }),
  );
  const heads = published.flat();
  const stored = await storedHashes(
    deps,
    heads.map(({ seal_no }) => seal_no),
  );
  const faults = heads
    .filter(({ seal_no, seal_hash }) => stored.get(seal_no) !== seal_hash)
    .map(({ day, seal_no }) => ({ fault: "head_differs" as const, seal_no, day }));
  return { checked: heads.length, faults };
}

async function storedHashes(
  { database }: Pick<AuditDeps, "database">,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  if (numbers.length === 0) return new Map();
  const rows = await answered(
    database.tables
      .select({ sealNo: seals.sealNo, sealHash: seals.sealHash })
      .from(seals)
      .where(inArray(seals.sealNo, [...numbers])),
  );
  return new Map(rows.map(({ sealNo, sealHash }) => [sealNo, sealHash]));
}
