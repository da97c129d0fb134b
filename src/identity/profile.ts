import { z } from "zod";
import { momentSchema } from "../platform/moment.ts";
import { currencySchema } from "../platform/money.ts";

const displayNameSchema = z
  .string()
  .trim()
  .min(1, "At least 1 character.")
  .max(50, "At most 50 characters.")
  .regex(/^[^\p{Cc}\p{Cf}]*$/u, "No control or invisible characters.")
  .meta({ examples: ["Ana"] });

const timezoneSchema = z
  .string()
  .max(50, "At most 50 characters.")
  .refine(isTimeZone, {
    error: "Expected a name of the IANA time zone database, such as Asia/Jakarta.",
  })
  .meta({ examples: ["Asia/Jakarta"] });

const languageSchema = z
  .string()
  .regex(
    /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$/,
    "Expected a language as RFC 5646 writes it, such as id or en-GB.",
  )
  .meta({ examples: ["id"] });

/** How somebody wishes to be met. */
export const profileSchema = z.strictObject({
  display_name: displayNameSchema.nullable(),
  preferred_currency: currencySchema,
  timezone: timezoneSchema,
  language: languageSchema,
  version: z.int().meta({ description: "Counts the changes; the ETag is made of it." }),
  updated_at: momentSchema,
});

export type Profile = z.output<typeof profileSchema>;

export const profileChangesSchema = profileSchema
  .omit({ version: true, updated_at: true })
  .partial()
  .refine((changes) => Object.keys(changes).length > 0, { error: "Send what is to change." });

export type ProfileChanges = z.output<typeof profileChangesSchema>;

/** Names only: an offset such as +07:00 is no place, and knows nothing of what its clocks do next year. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Z]/.test(name)) return false;
  try {
    return Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
