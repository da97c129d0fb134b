import type { Caller } from "../platform/caller.ts";
import { runCommand } from "../platform/database.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import type { ReadmodelsDeps } from "./deps.ts";
import { readmodelCatalogue } from "./errors.ts";
import { type Projection, projectionSchema } from "./projection.ts";

export type BeginRebuildInput = {
  readonly write: WriteRequest;
  readonly name: string;
  /** Whose days are business days from then on; undefined leaves it. */
  readonly timeZone: string | undefined;
};

/** Begins to build a projection anew, beside the one that goes on being read. */
export async function beginRebuild(
  deps: ReadmodelsDeps,
  caller: Caller,
  { write, name, timeZone }: BeginRebuildInput,
): Promise<Written<Projection>> {
  const command = { name, time_zone: timeZone ?? null };
  const intent = intentOf(caller, write, "projections.rebuild", command);
  const { result, isReplayed } = await runCommand(
    deps.database,
    readmodelCatalogue,
    "readmodels.begin_rebuild",
    intent,
    { ...command, rebuild_ref: write.newRef() },
  );
  return { result: projectionSchema.parse(result), isReplayed };
}
