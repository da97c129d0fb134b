import type { Caller } from "../platform/caller.ts";
import { runCommand } from "../platform/database.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import type { OverlaysDeps } from "./deps.ts";
import { overlayCatalogue } from "./errors.ts";
import { type StageSettings, stageSettingsSchema } from "./stage-settings.ts";

export type ConfigureStageInput = {
  readonly write: WriteRequest;
  readonly settings: StageSettings;
};

/** Keeps how one's queue is to be played, and has it played that way from now on. */
export async function configureStage(
  deps: OverlaysDeps,
  caller: Caller,
  { write, settings }: ConfigureStageInput,
): Promise<Written<StageSettings>> {
  const command = { streamer_ref: caller.ownerRef, ...settings };
  const intent = intentOf(caller, write, "overlays.configure_stage", command);
  const { result, isReplayed } = await runCommand(
    deps.database,
    overlayCatalogue,
    "overlays.configure_stage",
    intent,
    command,
  );
  const kept = stageSettingsSchema.parse(result);
  if (!isReplayed) await deps.stages.configure(caller.ownerRef, kept);
  return { result: kept, isReplayed };
}
