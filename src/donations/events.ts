import { z } from "zod";
import type { EventSpec } from "../platform/events.ts";
import { refSchema } from "../platform/ids.ts";
import { momentSchema } from "../platform/moment.ts";
import { currencySchema } from "../platform/money.ts";
import { donationFacts } from "./donation.ts";
import { goalFacts } from "./goal.ts";
import { timerSchema } from "./timer.ts";

const version = 1;
const donationData = z.strictObject(donationFacts);
const goalData = z.strictObject(goalFacts);
const streamerData = z.strictObject({
  streamer_ref: refSchema,
  currency: currencySchema,
  version: z.int(),
  updated_at: momentSchema,
});

const about = (
  aggregate: "streamer" | "donation" | "goal" | "timer",
  data: z.ZodObject,
  happenings: Readonly<Record<string, string>>,
): EventSpec[] =>
  Object.entries(happenings).map(([happening, description]) => ({
    type: `${aggregate}.${happening}`,
    version,
    aggregate,
    data,
    description,
  }));

/** What this module announces, each in the commit that made it true. The sequence is the version of what it is about. */
export const donationEvents: readonly EventSpec[] = [
  ...about("streamer", streamerData, {
    opened: "A streamer's page exists.",
    updated: "A streamer's page or its rules changed; read it to see.",
  }),
  ...about("donation", donationData, {
    created: "Somebody wants to donate; nobody has paid yet.",
    paid: "A donation's charge was paid, and it has its place in the streamer's order.",
    approved: "A moderator let a donation be shown that waited for it.",
    rejected: "A moderator let a donation not be shown, or without name and words.",
    playback_ended: "What became of a donation on stream; written once.",
    refunded: "A donation's money went back, all of it; `returned_amount` is the amount then.",
    partly_refunded:
      "Some of a donation's money went back, or more of it; `returned_amount` says how much in all.",
    restored:
      "A bank gave back what it had held of a donation; `returned_amount` says what is still gone.",
  }),
  ...about("goal", goalData, {
    created: "A streamer began to collect for something.",
    updated: "What is collected for changed; read it to see.",
    progressed: "More was given for a goal, or some of it went back or came again.",
    reached: "With this donation the goal was reached.",
    ended: "A goal is collected for no longer.",
  }),
  ...about("timer", timerSchema, {
    set: "A streamer set the countdown.",
    lengthened: "A donation made the countdown longer.",
    shortened: "All of a donation was given back, and so was the time that it had added.",
  }),
];
