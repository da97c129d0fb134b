import { z } from "zod";
import { endpoint } from "../platform/endpoint.ts";
import { refSchema } from "../platform/ids.ts";
import { pageQuery, pageSchema } from "../platform/list.ts";
import { currencySchema } from "../platform/money.ts";
import { donationSchema, moderationStatuses, playbackOutcomes, rejectModes } from "./donation.ts";
import { earningsSchema } from "./get-earnings.ts";
import { settingsSchema } from "./settings.ts";
import { displayNameSchema, slugSchema, streamerSchema } from "./streamer.ts";

const tag = "Donations";
const streamerPath = z.object({ ref: refSchema });
const donationPath = z.object({ ref: refSchema });
const etagHeader = { ETag: "The version of the page, for If-Match." };
const pageReply = (description: string) => ({
  description,
  body: streamerSchema,
  headers: etagHeader,
});

export const openStreamerEndpoint = endpoint({
  method: "post",
  path: "/v1/streamers",
  operationId: "openStreamer",
  tag,
  scope: "donations:write",
  summary: "Open a page for donations",
  description:
    "Everybody has one at most. It begins with rules that are usual and takes donations at once. Without a slug its address " +
    "is made of the ref.",
  body: z.strictObject({
    owner_ref: refSchema.meta({ description: "Whose page it is: whom the money is for." }),
    display_name: displayNameSchema,
    currency: currencySchema,
    slug: slugSchema.optional(),
  }),
  bodyExample: { owner_ref: "01JD3Z8K4M6N7P8Q9R0S1T2V3W", display_name: "Budi", currency: "IDR" },
  replies: { 201: pageReply("The page is open.") },
  problems: ["streamer_exists", "streamer_slug_taken", "streamer_not_found"],
});

export const getDonationSettingsEndpoint = endpoint({
  method: "get",
  path: "/v1/streamers/{ref}/settings",
  operationId: "getDonationSettings",
  tag,
  scope: "donations:read",
  summary: "Read the rules of a page",
  description: "Prices, tiers, speech, videos, moderation and words, as the streamer set them.",
  params: streamerPath,
  replies: { 200: pageReply("The page with its rules.") },
  problems: ["streamer_not_found"],
});

export const updateDonationSettingsEndpoint = endpoint({
  method: "patch",
  path: "/v1/streamers/{ref}/settings",
  operationId: "updateDonationSettings",
  tag,
  scope: "donations:write",
  summary: "Change the rules of a page",
  description:
    "Changes what is named, if the page is still the version that If-Match names. A setting is replaced as a whole.",
  params: streamerPath,
  headers: z.object({
    "if-match": z
      .string()
      .optional()
      .meta({ description: "The ETag of the page as you read it, or *.", examples: ['"1"'] }),
  }),
  body: z.strictObject({
    slug: slugSchema.optional(),
    display_name: displayNameSchema.optional(),
    settings: z.strictObject(settingsSchema.shape).partial().default({}),
  }),
  bodyExample: { settings: { running_text: "Terima kasih!", min_amount: "5000" } },
  replies: { 200: pageReply("The page as it is now.") },
  problems: [
    "streamer_not_found",
    "streamer_slug_taken",
    "streamer_exists",
    "precondition_failed",
    "precondition_required",
  ],
});

export const getEarningsEndpoint = endpoint({
  method: "get",
  path: "/v1/streamers/{ref}/earnings",
  operationId: "getEarnings",
  tag,
  scope: "donations:read",
  summary: "Read what was given",
  description: "Day by day of a calendar, both days included. Days without donations are left out.",
  params: streamerPath,
  query: z
    .strictObject({
      from: z.iso
        .date()
        .default("2020-01-01")
        .meta({ description: "The first day.", examples: ["2026-11-01"] }),
      until: z.iso
        .date()
        .default("9000-12-31")
        .meta({ description: "The last day.", examples: ["2026-11-30"] }),
      time_zone: z
        .string()
        .max(50)
        .refine(isTimeZone, { error: "Expected an IANA time zone, such as Asia/Jakarta." })
        .default("Asia/Jakarta")
        .meta({ description: "Whose days they are: an IANA time zone." }),
    })
    .refine(({ from, until }) => from <= until, { error: "Expected `from` not after `until`." }),
  replies: { 200: { description: "The days.", body: earningsSchema } },
  problems: ["streamer_not_found"],
});

export const listDonationsEndpoint = endpoint({
  method: "get",
  path: "/v1/donations",
  operationId: "listDonations",
  tag,
  scope: "donations:read",
  summary: "List donations",
  description:
    "Paid ones, newest first. `moderation_status=PENDING&playback=WAITING` is what waits for a moderator. `Accept: " +
    "text/csv` or `application/x-ndjson` exports the whole list.",
  query: z.strictObject({
    streamer_ref: refSchema.optional().meta({ description: "Only this page's." }),
    moderation_status: z
      .enum(moderationStatuses)
      .optional()
      .meta({ description: "Only donations that stand so with the moderator." }),
    playback: z
      .enum(["WAITING", ...playbackOutcomes])
      .optional()
      .meta({
        description: "WAITING for what has no outcome yet.",
      }),
    ...pageQuery,
  }),
  replies: { 200: { description: "A page of donations.", body: pageSchema(donationSchema) } },
  problems: ["cursor_invalid", "cursor_filters_changed"],
  isExportable: true,
});

const donationReply = (description: string) => ({ 200: { description, body: donationSchema } });

export const getDonationEndpoint = endpoint({
  method: "get",
  path: "/v1/donations/{ref}",
  operationId: "getDonation",
  tag,
  scope: "donations:read",
  summary: "Read a donation",
  description: "As its streamer sees it.",
  params: donationPath,
  replies: donationReply("The donation."),
  problems: ["donation_not_found"],
});

const judging = ["donation_not_found", "donation_not_waiting", "donation_not_paid"];

export const approveDonationEndpoint = endpoint({
  method: "post",
  path: "/v1/donations/{ref}/approve",
  operationId: "approveDonation",
  tag,
  scope: "donations:write",
  summary: "Let a donation be shown",
  description: "For one that waits for a moderator. It takes its place by when it was paid.",
  params: donationPath,
  body: z.strictObject({}),
  replies: donationReply("It is shown."),
  problems: judging,
});

export const rejectDonationEndpoint = endpoint({
  method: "post",
  path: "/v1/donations/{ref}/reject",
  operationId: "rejectDonation",
  tag,
  scope: "donations:write",
  summary: "Let a donation not be shown",
  description: "For one that waits for a moderator. The money stays where it is.",
  params: donationPath,
  body: z.strictObject({
    mode: z.enum(rejectModes).default("SUPPRESS").meta({
      description: "SUPPRESS shows nothing, CENSOR the amount without name and message.",
    }),
  }),
  bodyExample: { mode: "CENSOR" },
  replies: donationReply("It is not shown."),
  problems: judging,
});

function isTimeZone(name: string): boolean {
  return Intl.supportedValuesOf("timeZone").includes(name) || name === "UTC";
}
