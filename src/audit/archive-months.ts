import { z } from "zod";
import { log } from "../platform/log.ts";
import { type ArchiveStore, hashOfContent } from "./archive-store.ts";
import { callAudit } from "./call-audit.ts";
import type { AuditDeps } from "./deps.ts";

/** How long a month stays in the log after it has ended, and how long it can be read here after that. */
export const monthsInLog = 12;
const monthsAfter = 1;

const entriesAPart = 5_000;
const idsASlice = 20_000;
// What one run does at most: a part is a few megabytes, and the next run goes on where this one stopped.
const stepsARun = 20;

const stepSchema = z
  .object({
    step: z.enum(["COPY", "MANIFEST", "DETACH", "DROP"]),
    month: z.string().regex(/^\d{4}-\d{2}-01$/),
    part_no: z.int(),
    after: z.int(),
  })
  .nullable();
type Step = NonNullable<z.output<typeof stepSchema>>;

const partSchema = z.object({ entries: z.int(), last_log_id: z.int(), lines: z.string() });
const manifestSchema = z.looseObject({
  parts: z.array(z.looseObject({ object_key: z.string(), sha256: z.string() })),
});

type ArchiveDeps = { readonly database: AuditDeps["database"]; readonly archive: ArchiveStore };
type Ages = { readonly inLog: number; readonly after: number };

/** Copies old months into objects and takes them out of the log, step by step. Answers the steps that it took. */
export async function archiveMonths(
  deps: Pick<AuditDeps, "database" | "archive">,
  ages: Ages = { inLog: monthsInLog, after: monthsAfter },
): Promise<readonly string[]> {
  const { database, archive } = deps;
  if (!archive) return [];
  const taken: string[] = [];
  while (taken.length < stepsARun) {
    const step = stepSchema.parse(
      await callAudit(database, "audit.next_archive_step", [ages.inLog, ages.after]),
    );
    if (step === null) break;
    await takeStep({ database, archive }, step);
    taken.push(`${step.step} ${step.month.slice(0, 7)}`);
    log("info", "audit_archive_step", step);
  }
  return taken;
}

async function takeStep(deps: ArchiveDeps, step: Step): Promise<void> {
  switch (step.step) {
    case "COPY":
      return copyPart(deps, step);
    case "MANIFEST":
      return writeManifest(deps, step);
    case "DETACH":
      return detach(deps, step);
    case "DROP":
      await callAudit(deps.database, "audit.drop_month", [step.month, idsASlice]);
  }
}

function folderOf({ month }: Step): string {
  return `audit/logs/${month.slice(0, 7)}`;
}

async function copyPart({ database, archive }: ArchiveDeps, step: Step): Promise<void> {
  const part = partSchema.parse(
    await callAudit(database, "audit.archive_slice", [step.month, step.after, entriesAPart]),
  );
  const content = `${part.lines}\n`;
  const hash = hashOfContent(content);
  const key = `${folderOf(step)}/part-${String(step.part_no).padStart(6, "0")}.ndjson`;
  await archive.put(key, content, hash);
  const kept = {
    month: step.month,
    part_no: step.part_no,
    object_key: key,
    content_hash: hash,
    bytes: Buffer.byteLength(content),
    entries: part.entries,
    last_log_id: part.last_log_id,
  };
  await callAudit(database, "audit.keep_part", [JSON.stringify(kept)]);
}

async function writeManifest({ database, archive }: ArchiveDeps, step: Step): Promise<void> {
  const content = JSON.stringify(await callAudit(database, "audit.manifest_of", [step.month]));
  const key = `${folderOf(step)}/manifest.json`;
  const hash = hashOfContent(content);
  await archive.put(key, content, hash);
  await callAudit(database, "audit.finish_export", [step.month, key, hash]);
}

/** Nothing leaves the log before every object of its copy was seen to be there, with the right hash. */
async function detach({ database, archive }: ArchiveDeps, step: Step): Promise<void> {
  const { parts } = manifestSchema.parse(
    await callAudit(database, "audit.manifest_of", [step.month]),
  );
  for (const { object_key: key, sha256 } of parts) {
    if ((await archive.hashOf(key)) === sha256) continue;
    throw new Error(`The archive has lost or changed ${key}; its month stays in the log.`);
  }
  await callAudit(database, "audit.detach_month", [step.month]);
}
