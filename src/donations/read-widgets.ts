import { z } from "zod";
import type { Ref } from "../platform/ids.ts";
import { askDonations } from "./ask-donations.ts";
import type { DonationsDeps } from "./deps.ts";
import { goalSchema } from "./goal.ts";
import { readLeaders } from "./read-leaders.ts";
import type { WidgetState } from "./stage.ts";
import { streamerOf } from "./streamer.ts";
import { timerSchema } from "./timer.ts";

const foundSchema = z.object({ goals: z.array(goalSchema), timer: timerSchema.nullable() });

/** What the widgets of a streamer's overlays show now. */
export async function readWidgets(deps: DonationsDeps, streamerRef: Ref): Promise<WidgetState[]> {
  const found = await askDonations(deps, "donations.widgets_of", [streamerRef]);
  const { goals, timer } = foundSchema.parse(found);
  const streamer = streamerOf(found);
  const askedAt = deps.clock.now().getTime();
  const leaders = await readLeaders(deps, streamer);
  return [
    ...goals.map((goal): WidgetState => {
      return { widget: "goal", id: goal.goal_ref, rev: goal.version, data: goal };
    }),
    ...(timer
      ? [{ widget: "timer", id: streamerRef, rev: timer.version, data: timer } as const]
      : []),
    // It is added up and has no version of its own; what was asked for later is newer.
    { widget: "leaderboard", id: streamerRef, rev: askedAt, data: leaders },
    {
      widget: "ticker",
      id: streamerRef,
      rev: streamer.version,
      // The one of them that changes with the rules of the page, among which is its language.
      data: {
        text: streamer.settings.running_text,
        language: streamer.settings.speech.language,
      },
    },
  ];
}
