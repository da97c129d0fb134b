import type { Caller } from "../platform/caller.ts";
import type { OverlaysDeps } from "./deps.ts";
import type { StageSnapshot } from "./stage-snapshot.ts";

/** One's own stage as it is now. */
export async function getStage(deps: OverlaysDeps, caller: Caller): Promise<StageSnapshot> {
  return deps.stages.snapshot(caller.ownerRef);
}
