import { z } from "zod";
import { type ArchiveStore, hashOfContent } from "./archive-store.ts";
import { answered, type Database } from "./database.ts";
import { log } from "./log.ts";

/** A log whose old months leave the database: whose functions say what is next, and where its objects lie. */
export type ArchivedLog = {
  readonly functions: "audit." | "platform.outbox_";
  readonly folder: string;
  /** How many months after it has ended a month stays as it is, and then beside its copy. */
  readonly monthsInLog: number;
  readonly monthsAfter: number;
};

export type ArchiveDeps = {
  readonly database: Database;
  /** Null where there is no bucket: then no month ever leaves the database. */
  readonly archive: ArchiveStore | null;
};

const entriesAPart = 5_000;
const rowsASlice = 20_000;
// What one run does at most: a part is a few megabytes, and the next run goes on where this one stopped.
const stepsARun = 20;

const stepSchema = z
  .object({
    step: z.enum(["COPY", "MANIFEST", "DETACH", "DROP"]),
    month: z.string().regex(/^\d{4}-\d{2}-01$/),
    part_no: z.int(),
    // A place in the log, in its own words.
    after: z.union([z.int(), z.looseObject({})]),
  })
  .nullable();
type Step = NonNullable<z.output<typeof stepSchema>>;

const partSchema = z.looseObject({ entries: z.int(), lines: z.string() });
const manifestSchema = z.looseObject({
  parts: z.array(z.looseObject({ object_key: z.string(), sha256: z.string() })),
});

type Work = {
  readonly call: (name: string, values: readonly unknown[]) => Promise<unknown>;
  readonly archive: ArchiveStore;
  readonly folder: string;
};

/** Copies old months into objects and takes them out of their log, step by step. Answers the steps that it took. */
export async function moveMonths(
  { database, archive }: ArchiveDeps,
  { functions, folder, monthsInLog, monthsAfter }: ArchivedLog,
): Promise<readonly string[]> {
  if (!archive) return [];
  const call = callerOf(database, functions);
  const taken: string[] = [];
  while (taken.length < stepsARun) {
    const step = stepSchema.parse(await call("next_archive_step", [monthsInLog, monthsAfter]));
    if (step === null) break;
    await takeStep({ call, archive, folder: `${folder}/${step.month.slice(0, 7)}` }, step);
    taken.push(`${step.step} ${step.month.slice(0, 7)}`);
    log("info", "archive_step", { folder, ...step });
  }
  return taken;
}

function callerOf(database: Database, functions: ArchivedLog["functions"]): Work["call"] {
  return async (name, given) => {
    const values = given.map((value) =>
      typeof value === "object" ? JSON.stringify(value) : value,
    );
    const places = values.map((_value, index) => `$${index + 1}`).join(", ");
    const [row] = await answered(
      database.sql.query(`select ${functions}${name}(${places}) as reply`, values),
    );
    return row?.reply;
  };
}

async function takeStep(work: Work, step: Step): Promise<void> {
  switch (step.step) {
    case "COPY":
      return copyPart(work, step);
    case "MANIFEST":
      return writeManifest(work, step);
    case "DETACH":
      return detach(work, step);
    case "DROP":
      await work.call("drop_month", [step.month, rowsASlice]);
  }
}

async function copyPart({ call, archive, folder }: Work, step: Step): Promise<void> {
  const { lines, ...part } = partSchema.parse(
    await call("archive_slice", [step.month, step.after, entriesAPart]),
  );
  const content = `${lines}\n`;
  const hash = hashOfContent(content);
  // Whoever was lost with this part and comes back with more or less of it writes another object, and spoils none.
  const name = `${String(step.part_no).padStart(6, "0")}-${hash.slice(0, 16)}`;
  const key = `${folder}/part-${name}.ndjson`;
  await archive.put(key, content, hash);
  const kept = {
    ...part,
    month: step.month,
    part_no: step.part_no,
    object_key: key,
    content_hash: hash,
    bytes: Buffer.byteLength(content),
  };
  await call("keep_part", [kept]);
}

async function writeManifest({ call, archive, folder }: Work, step: Step): Promise<void> {
  const content = JSON.stringify(await call("manifest_of", [step.month]));
  const key = `${folder}/manifest.json`;
  const hash = hashOfContent(content);
  await archive.put(key, content, hash);
  await call("finish_export", [step.month, key, hash]);
}

/** Nothing leaves a log before every object of its copy was seen to be there, with the right hash. */
async function detach({ call, archive }: Work, step: Step): Promise<void> {
  const { parts } = manifestSchema.parse(await call("manifest_of", [step.month]));
  for (const { object_key: key, sha256 } of parts) {
    if ((await archive.hashOf(key)) === sha256) continue;
    throw new Error(`The archive has lost or changed ${key}; its month stays in the log.`);
  }
  await call("detach_month", [step.month]);
}
