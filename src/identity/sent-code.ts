import { z } from "zod";
import { refSchema } from "../platform/ids.ts";
import { momentSchema } from "../platform/moment.ts";
import type { IdentityDeps } from "./deps.ts";

export const channels = ["email", "sms"] as const;

/** What is told of a code that is on its way. */
export const shownCodeSchema = z.object({
  otp_ref: refSchema.meta({ description: "Names this request; send it with the code." }),
  channel: z.enum(channels),
  expires_at: momentSchema,
  resend_after: momentSchema.meta({ description: "Until then no other is sent." }),
});
export type SentCode = z.output<typeof shownCodeSchema>;

/** The same with what only the Worker may know: where to, and with which words. */
export const sentCodeSchema = shownCodeSchema.extend({
  destination: z.string(),
  template: z.string(),
});

/** An address that has an account is told so instead of being sent a code. */
const warning = "account_exists";

/** Sends a code that has been noted, and leaves out of the answer whom it went to. */
export async function deliverSentCode(
  { deliverCode }: Pick<IdentityDeps, "deliverCode">,
  sent: z.output<typeof sentCodeSchema>,
  code: string,
): Promise<SentCode> {
  const { destination, template, ...shown } = sent;
  const told = template === warning ? "" : code;
  await deliverCode({ channel: shown.channel, destination, template, code: told });
  return shown;
}
