import type { Caller } from "../platform/caller.ts";
import { runCommand } from "../platform/database.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import type { ReadmodelsDeps } from "./deps.ts";
import { readmodelCatalogue } from "./errors.ts";
import { type Projection, projectionSchema } from "./projection.ts";

export type AbandonRebuildInput = { readonly write: WriteRequest; readonly name: string };

/** Ends a rebuild that cannot go on. The projection stays as it is read. */
export async function abandonRebuild(
  deps: ReadmodelsDeps,
  caller: Caller,
  { write, name }: AbandonRebuildInput,
): Promise<Written<Projection>> {
  const command = { name };
  const intent = intentOf(caller, write, "projections.abandon_rebuild", command);
  const { result, isReplayed } = await runCommand(
    deps.database,
    readmodelCatalogue,
    "readmodels.abandon_rebuild",
    intent,
    command,
  );
  return { result: projectionSchema.parse(result), isReplayed };
}
