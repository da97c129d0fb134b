import { z } from "zod";
import { amountTextSchema, formatAmount } from "../platform/money.ts";
import { alertSounds } from "./alert-sound.ts";
import { type StageLanguage, stageLanguages } from "./alert-title-of.ts";
import { usualAmountOf } from "./usual-amount-of.ts";

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
  language: z.enum(stageLanguages).meta({
    description: "What messages are read aloud in, and what the stage writes in.",
  }),
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

const somebody: Readonly<Record<StageLanguage, string>> = {
  "id-ID": "Seseorang",
  "en-US": "Somebody",
};

/** How a page begins: amounts that are usual in its currency, and the language that goes with it. */
export function defaultSettingsOf(currency: string): Settings {
  const coffee = usualAmountOf(currency);
  // Elsewhere money is paid by card, which costs too much for less.
  const least = currency === "IDR" ? coffee / 10n : coffee;
  const language = currency === "IDR" ? "id-ID" : "en-US";
  const text = (amount: bigint) => formatAmount(amount, currency);
  const tier = (times: bigint, look: Pick<Settings["tiers"][number], "theme" | "sound">) => ({
    min_amount: text(times === 0n ? least : coffee * times),
    ...look,
    duration_ms: 8_000,
    max_speech_characters: 200,
    max_media_seconds: 180,
  });
  return {
    is_accepting: true,
    bio: "",
    min_amount: text(least),
    max_amount: text(coffee * 1_000n),
    min_alert_amount: text(least),
    quick_amounts: [1n, 2n, 5n, 10n].map((times) => text(coffee * times)),
    max_message_characters: 200,
    anonymous_name: somebody[language],
    tiers: [
      tier(0n, { theme: "calm", sound: "drop" }),
      tier(5n, { theme: "bold", sound: "chime" }),
      tier(20n, { theme: "neon", sound: "fanfare" }),
    ],
    speech: { is_on: true, min_amount: text(coffee), language, voice: "" },
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
  const chosen = stored as Partial<Settings>;
  const usual = defaultSettingsOf(currency);
  const { language } = chosen.speech ?? usual.speech;
  return settingsSchema.parse({ ...usual, anonymous_name: somebody[language], ...chosen });
}
