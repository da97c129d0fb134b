import { z } from "zod";
import { refSchema } from "../platform/ids.ts";
import { momentSchema } from "../platform/moment.ts";
import { currencySchema } from "../platform/money.ts";
import { goalSchema } from "./goal.ts";
import { settingsOf, settingsSchema } from "./settings.ts";

export const slugSchema = z
  .string()
  .toLowerCase()
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,28}[a-z0-9])?$/,
    "Expected 1 to 30 letters, digits and inner hyphens, such as budi-main.",
  )
  .meta({ examples: ["budi"] });

export const displayNameSchema = z
  .string()
  .trim()
  .min(1, "At least 1 character.")
  .max(50, "At most 50 characters.")
  .regex(/^[^\p{Cc}\p{Cf}]*$/u, "No control or invisible characters.")
  .meta({ examples: ["Budi"] });

/** A page as its streamer sees it. */
export const streamerSchema = z.strictObject({
  streamer_ref: refSchema,
  slug: z.string(),
  display_name: z.string(),
  currency: currencySchema,
  settings: settingsSchema,
  version: z.int().meta({ description: "Counts the changes; the ETag is made of it." }),
  created_at: momentSchema,
  updated_at: momentSchema,
});

export type Streamer = z.output<typeof streamerSchema>;

const { tiers, quick_amounts, min_amount, max_amount, bio, running_text } = settingsSchema.shape;
const { is_accepting, max_message_characters, speech, media, min_alert_amount } =
  settingsSchema.shape;

/** A page as everybody sees it: what it offers and for what, and nothing of what it does not take. */
export const publicStreamerSchema = z.strictObject({
  slug: z.string(),
  display_name: z.string(),
  currency: currencySchema,
  bio,
  running_text,
  is_accepting,
  min_amount,
  max_amount,
  min_alert_amount,
  quick_amounts,
  max_message_characters,
  tiers,
  speech: speech.omit({ voice: true }),
  media: media.omit({ volume: true }),
  goals: z.array(goalSchema),
});

export type PublicStreamer = z.output<typeof publicStreamerSchema>;

const storedSchema = streamerSchema.extend({ settings: z.unknown() });

/** The page that a function answered, with the settings that nobody has touched. */
export function streamerOf(stored: unknown): Streamer {
  const { settings, ...page } = storedSchema.strip().parse(stored);
  // The stored reply is jsonb, which forgets the order of fields; the schema restores it.
  return streamerSchema.parse({ ...page, settings: settingsOf(page.currency, settings) });
}
