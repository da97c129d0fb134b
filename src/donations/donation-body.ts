import { z } from "zod";
import { amountTextSchema, currencySchema } from "../platform/money.ts";
import { mediaTypes } from "./donation.ts";
import { displayNameSchema } from "./streamer.ts";

const messageSchema = z
  .string()
  .trim()
  .max(500, "At most 500 characters.")
  .regex(/^(?:[^\p{Cc}\p{Cf}]|[\n\u200d])*$/u, "No control or invisible characters.")
  .meta({ examples: ["Semangat!"] });

const wish = {
  amount: amountTextSchema,
  currency: currencySchema,
  donor_name: displayNameSchema.optional().meta({ description: "Left out, nobody is named." }),
  message: messageSchema.optional(),
  is_anonymous: z.boolean().default(false).meta({
    description: "The name is shown to nobody, the streamer included.",
  }),
  is_private: z.boolean().default(false).meta({
    description: "The message is for the streamer alone: it is neither shown nor read aloud.",
  }),
  media_type: z.enum(mediaTypes).default("NONE").meta({
    description: "TTS has the message read aloud, YOUTUBE has a part of a video played.",
  }),
  media_link: z
    .string()
    .trim()
    .max(300)
    .optional()
    .meta({
      description: "For YOUTUBE: the video's address, or its id.",
      examples: ["https://youtu.be/dQw4w9WgXcQ?t=42"],
    }),
  media_start_seconds: z.int().min(0).max(86_400).optional(),
  media_end_seconds: z.int().min(1).max(90_000).optional().meta({
    description: "Left out, as much is played as the amount buys.",
  }),
};

/** What somebody would like to give and say. */
export const quoteBody = z.strictObject(wish);
export type QuoteBody = z.output<typeof quoteBody>;

/** The same, when they mean it. */
export const donationBody = z.strictObject({
  ...wish,
  agrees_to_terms: z.literal(true, { error: "Only who agrees to the terms can donate." }),
  is_of_age: z.literal(true, { error: "Only who is of age, or allowed to by who is, can donate." }),
});
export type DonationBody = z.output<typeof donationBody>;
