import { z } from "zod";
import { momentSchema } from "../platform/moment.ts";

const timeOfDaySchema = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Expected a time of day, such as 22:00.")
  .meta({ examples: ["22:00"] });

const quietDescription = "In the time zone of the profile; it may run over midnight.";

/** What somebody wants to hear, and when not. Codes and warnings about an account's safety ask nobody. */
export const preferencesSchema = z.strictObject({
  email_notifications_enabled: z.boolean(),
  sms_notifications_enabled: z.boolean(),
  push_notifications_enabled: z.boolean(),
  marketing_emails_enabled: z.boolean(),
  quiet_from: timeOfDaySchema.nullable().meta({ description: quietDescription }),
  quiet_until: timeOfDaySchema.nullable(),
  two_factor_enabled: z.boolean().meta({
    description:
      "Whether logging in asks for a code besides the password; changed by its own routes.",
  }),
  version: z.int().meta({ description: "Counts the changes; the ETag is made of it." }),
  updated_at: momentSchema,
});

export type Preferences = z.output<typeof preferencesSchema>;

export const preferencesChangesSchema = preferencesSchema
  .omit({ two_factor_enabled: true, version: true, updated_at: true })
  .partial()
  .refine((changes) => Object.keys(changes).length > 0, { error: "Send what is to change." })
  .refine(hasBothEndsOrNone, {
    error: "Send both ends of the quiet hours, different from one another, or null for both.",
  });

export type PreferencesChanges = z.output<typeof preferencesChangesSchema>;

function hasBothEndsOrNone(changes: {
  readonly quiet_from?: string | null | undefined;
  readonly quiet_until?: string | null | undefined;
}): boolean {
  const { quiet_from: from, quiet_until: until } = changes;
  if (from === undefined && until === undefined) return true;
  if (from === null && until === null) return true;
  return typeof from === "string" && typeof until === "string" && from !== until;
}
