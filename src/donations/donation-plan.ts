import { parseAmount } from "../platform/money.ts";
import type { DonationWish } from "./donation-wish.ts";
import { type HoldReason, judgeWords } from "./judge-words.ts";
import { planClip, type VideoClip } from "./plan-clip.ts";
import type { Refusal } from "./refusal.ts";
import type { Settings } from "./settings.ts";

/** What a donation will be when it is paid: everything that is decided before anybody is asked for money. */
export type DonationPlan = {
  readonly donorDisplay: string | null;
  readonly messageDisplay: string | null;
  readonly heldFor: readonly HoldReason[];
  readonly isShown: boolean;
  readonly tier: number;
  readonly look: Settings["tiers"][number];
  readonly mediaType: DonationWish["mediaType"];
  readonly clip: VideoClip | null;
};

/** The rules of a page with its amounts as numbers. */
export type PageRules = { readonly currency: string; readonly settings: Settings };

/** Holds a wish against the rules of a page, and answers what it will be or what is in its way. */
export function donationPlan(page: PageRules, wish: DonationWish): DonationPlan | Refusal {
  const refused = refusedAmount(page, wish);
  if (refused) return refused;
  const { settings } = page;
  const most = settings.max_message_characters;
  if ((wish.message?.length ?? 0) > most) return { code: "message_too_long", fields: { most } };

  const name = judgeWords(wish.donorName ?? "", settings.moderation);
  const message = judgeWords(wish.message ?? "", settings.moderation);
  if (name.isRefused || message.isRefused) return { code: "message_not_welcome", fields: {} };

  const { tier, look } = tierOf(page, wish.amount);
  const media = plannedMedia(page, wish, look);
  if ("code" in media) return media;
  const everything = settings.moderation.hold === "EVERYTHING" ? (["EVERYTHING"] as const) : [];
  const messageDisplay = wish.isPrivate ? null : message.text || null;
  return {
    donorDisplay: wish.isAnonymous ? null : name.text || null,
    messageDisplay,
    heldFor: [...new Set([...everything, ...name.heldFor, ...message.heldFor])],
    isShown: wish.amount >= minorUnits(page, settings.min_alert_amount),
    tier,
    look,
    // Where nothing is left to be said, nobody speaks.
    mediaType: wish.mediaType === "TTS" && messageDisplay === null ? "NONE" : wish.mediaType,
    clip: media.clip,
  };
}

function refusedAmount(page: PageRules, { amount }: DonationWish): Refusal | null {
  const { settings, currency } = page;
  if (!settings.is_accepting) return { code: "donations_closed", fields: {} };
  const least = minorUnits(page, settings.min_amount);
  const most = minorUnits(page, settings.max_amount);
  if (amount >= least && amount <= most) return null;
  const fields = { least: settings.min_amount, most: settings.max_amount, currency };
  return { code: "donation_amount_out_of_range", fields };
}

/** The highest tier that an amount reaches; the lowest for whatever is below all. */
function tierOf(page: PageRules, amount: bigint) {
  const sorted = page.settings.tiers.toSorted((one, other) =>
    minorUnits(page, one.min_amount) < minorUnits(page, other.min_amount) ? -1 : 1,
  );
  const reached = sorted.filter((tier) => minorUnits(page, tier.min_amount) <= amount);
  const look = reached.at(-1) ?? sorted[0];
  if (!look) throw new Error("A page has a tier.");
  return { tier: Math.max(0, reached.length - 1), look };
}

type Planned = { readonly clip: VideoClip | null } | Refusal;
type Look = Settings["tiers"][number];

function plannedMedia(page: PageRules, wish: DonationWish, look: Look): Planned {
  if (wish.mediaType === "TTS") return plannedSpeech(page, wish, look);
  if (wish.mediaType === "YOUTUBE") return plannedVideo(page, wish, look);
  return { clip: null };
}

function plannedSpeech(page: PageRules, wish: DonationWish, look: Look): Planned {
  const { is_on, min_amount } = page.settings.speech;
  const most = look.max_speech_characters;
  const isOffered = is_on && most > 0;
  if (!isOffered || wish.amount < minorUnits(page, min_amount)) {
    return { code: "speech_not_offered", fields: { least: isOffered ? min_amount : null } };
  }
  if ((wish.message?.length ?? 0) > most) return { code: "message_too_long", fields: { most } };
  return { clip: null };
}

function plannedVideo(page: PageRules, wish: DonationWish, look: Look): Planned {
  const { media, moderation } = page.settings;
  const isOffered = media.is_on && look.max_media_seconds > 0;
  if (!isOffered || wish.amount < minorUnits(page, media.min_amount)) {
    return { code: "media_not_offered", fields: { least: isOffered ? media.min_amount : null } };
  }
  const clip = planClip(wish, {
    pricePerSecond: minorUnits(page, media.price_per_second),
    mostSeconds: look.max_media_seconds,
    minViews: media.min_views,
    bannedTitles: moderation.banned_titles,
    currency: page.currency,
  });
  return "code" in clip ? clip : { clip };
}

/** An amount of a page's own rules, which was checked when it was set. */
export function minorUnits({ currency }: PageRules, text: string): bigint {
  const amount = parseAmount(text, currency);
  if (typeof amount !== "bigint") throw new Error(`A page's rule says ${text}: ${amount}.`);
  return amount;
}
