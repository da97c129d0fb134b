import { z } from "zod";

/** How a streamer wants the queue to be played. */
export const stageSettingsSchema = z.strictObject({
  gap_ms: z.int().min(0).max(30_000).meta({ description: "Silence between two alerts." }),
  order: z.enum(["PAID", "TIER"]).meta({
    description: "PAID plays in the order of payment; TIER lets higher tiers go first.",
  }),
  backlog: z.enum(["ASK", "PLAY", "LAST", "TEXT", "DISMISS"]).meta({
    description:
      "What becomes of alerts that piled up while nothing was connected: ASK waits a minute for a choice and then plays " +
      "all; LAST plays the last five; TEXT plays all without sound and video; DISMISS plays none.",
  }),
  max_age_s: z.int().min(60).max(604_800).nullable().meta({
    description:
      "Alerts that waited longer are not played any more; null plays them whenever they can be.",
  }),
});

export type StageSettings = z.output<typeof stageSettingsSchema>;

export const defaultSettings: StageSettings = {
  gap_ms: 250,
  order: "PAID",
  backlog: "ASK",
  max_age_s: null,
};
