import { z } from "zod";
import { exponentOf } from "../platform/currencies.ts";
import { amountTextSchema, formatAmount } from "../platform/money.ts";
import { alertSounds } from "./alert-sound.ts";

export const alertThemes = ["calm", "bold", "neon", "paper", "pixel"] as const;
export const leaderboardPeriods = ["DAY", "WEEK", "MONTH", "YEAR", "ALL"] as const;

const words = (most: number) =>
  z
    .string()
    .trim()
    .max(most, `At most ${most} characters.`)
    .regex(/^[^\p{Cc}\p{Cf}]*$/u, "No control or invisible characters.");

/** What reaching an amount gives: how an alert looks, sounds and how long it lasts. */
const tierSchema = z.strictObject({
  min_amount: amountTextSchema,
  theme: z.enum(alertThemes),
  sound: z.enum(alertSounds),
  duration_ms: z.int().min(2_000).max(60_000),
  max_speech_characters: z.int().min(0).max(300),
  max_media_seconds: z.int().min(0).max(600),
});

const speechSchema = z.strictObject({
  is_on: z.boolean(),
  min_amount: amountTextSchema,
  language: z.enum(["id-ID", "en-US"]),
  voice: words(50).meta({
    description: "A name of the speech provider's; empty for its usual one.",
  }),
});

const mediaSchema = z.strictObject({
  is_on: z.boolean(),
  min_amount: amountTextSchema,
  price_per_second: amountTextSchema.meta({ description: "What each second of a video costs." }),
  min_views: z.int().min(0).max(1_000_000_000),
  volume: z.int().min(0).max(100),
});

const moderationSchema = z.strictObject({
  hold: z.enum(["NOTHING", "FLAGGED", "EVERYTHING"]).meta({
    description:
      "What waits for a moderator: nothing, what the two rules below hold, or everything.",
  }),
  banned_words: z.array(words(50).min(1)).max(500).meta({
    description: "Found as they are written, whole words, in whatever capitals; no patterns.",
  }),
  on_banned_word: z.enum(["CENSOR", "HOLD", "REFUSE"]),
  on_link: z.enum(["REMOVE", "HOLD", "ALLOW"]),
  banned_titles: z.array(words(50).min(1)).max(100).meta({
    description: "Videos whose title has one of these words are not played.",
  }),
});

/** The rules of a streamer's page. A change replaces each setting that it names as a whole. */
export const settingsSchema = z.strictObject({
  is_accepting: z.boolean(),
  bio: words(300),
  min_amount: amountTextSchema,
  max_amount: amountTextSchema,
  min_alert_amount: amountTextSchema.meta({
    description: "Less than this is not shown on stream.",
  }),
  quick_amounts: z.array(amountTextSchema).max(8),
  max_message_characters: z.int().min(0).max(500),
  anonymous_name: words(30).min(1),
  tiers: z.array(tierSchema).min(1).max(10),
  speech: speechSchema,
  media: mediaSchema,
  moderation: moderationSchema,
  leaderboard: z.strictObject({
    period: z.enum(leaderboardPeriods),
    size: z.int().min(0).max(20),
  }),
  running_text: words(200),
});

export type Settings = z.output<typeof settingsSchema>;

/** What of the rules is to change; the rest stays. */
export type SettingsChanges = {
  readonly [Name in keyof Settings]?: Settings[Name] | undefined;
};

/** How a page begins: amounts that are usual in rupiah, and their like elsewhere. */
export function defaultSettingsOf(currency: string): Settings {
  const unit = 10n ** BigInt(exponentOf(currency) ?? 0);
  // A cup of coffee: 10,000 rupiah, or about one of most other currencies.
  const coffee = currency === "IDR" ? 10_000n : unit;
  const text = (amount: bigint) => formatAmount(amount, currency);
  const tier = (times: bigint, look: Pick<Settings["tiers"][number], "theme" | "sound">) => ({
    min_amount: text(times === 0n ? coffee / 10n || 1n : coffee * times),
    ...look,
    duration_ms: 8_000,
    max_speech_characters: 200,
    max_media_seconds: 180,
  });
  return {
    is_accepting: true,
    bio: "",
    min_amount: text(coffee / 10n || 1n),
    max_amount: text(coffee * 1_000n),
    min_alert_amount: text(coffee / 10n || 1n),
    quick_amounts: [1n, 2n, 5n, 10n].map((times) => text(coffee * times)),
    max_message_characters: 200,
    anonymous_name: "Seseorang",
    tiers: [
      tier(0n, { theme: "calm", sound: "drop" }),
      tier(5n, { theme: "bold", sound: "chime" }),
      tier(20n, { theme: "neon", sound: "fanfare" }),
    ],
    speech: { is_on: true, min_amount: text(coffee), language: "id-ID", voice: "" },
    media: {
      is_on: true,
      min_amount: text(coffee),
      price_per_second: text(coffee / 20n || 1n),
      min_views: 0,
      volume: 60,
    },
    moderation: {
      hold: "FLAGGED",
      banned_words: [],
      on_banned_word: "CENSOR",
      on_link: "REMOVE",
      banned_titles: [],
    },
    leaderboard: { period: "MONTH", size: 10 },
    running_text: "",
  };
}

/** The whole rules of a page: what was set, over how it began. */
export function settingsOf(currency: string, stored: unknown): Settings {
  return settingsSchema.parse({ ...defaultSettingsOf(currency), ...(stored as Partial<Settings>) });
}
