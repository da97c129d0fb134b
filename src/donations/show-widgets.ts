import type { Ref } from "../platform/ids.ts";
import { log } from "../platform/log.ts";
import type { DonationsDeps } from "./deps.ts";
import { readWidgets } from "./read-widgets.ts";
import type { WidgetState } from "./stage.ts";

/** Tells the stage what its widgets show now. What it misses it is told the next time: the numbers are absolute. */
export async function showWidgets(
  deps: DonationsDeps,
  streamerRef: Ref,
  ended: readonly WidgetState[] = [],
): Promise<void> {
  try {
    for (const widget of [...(await readWidgets(deps, streamerRef)), ...ended]) {
      await deps.stage.showWidget(streamerRef, widget);
    }
  } catch (error) {
    log("error", "widget_not_told", { streamer_ref: streamerRef, reason: String(error) });
  }
}
