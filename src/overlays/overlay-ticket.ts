import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { refSchema } from "../platform/ids.ts";

const ticketLifeMs = 60_000;
// It separates these signatures from everything else that is signed with the same secret.
const purpose = "overlay ticket";

const passSchema = z.object({
  instance: refSchema,
  overlayRef: refSchema,
  tokenRef: refSchema,
  canPlay: z.boolean(),
  isMirror: z.boolean(),
  endsAt: z.number().nullable(),
});

const ticketSchema = z.object({
  ticketRef: refSchema,
  streamerRef: refSchema,
  expiresAt: z.number(),
  /** Null for whoever steers and plays nothing. */
  pass: passSchema.nullable(),
});

/** What somebody who connects may be: signed, so that nobody else asks a stage anything; short-lived, and used once. */
export type OverlayTicket = z.output<typeof ticketSchema>;

export type Tickets = {
  readonly issue: (
    wanted: Omit<OverlayTicket, "expiresAt">,
    now: Date,
  ) => { readonly ticket: string; readonly expiresAt: Date };
  /** Null for what is no ticket of ours, or one whose time is over. */
  readonly read: (text: string, now: Date) => OverlayTicket | null;
};

export function createTickets(secret: string): Tickets {
  const signatureOf = (payload: string): Buffer =>
    createHmac("sha256", secret).update(`${purpose}\n${payload}`).digest();
  return {
    issue: (wanted, now) => {
      const expiresAt = now.getTime() + ticketLifeMs;
      const payload = Buffer.from(JSON.stringify({ ...wanted, expiresAt })).toString("base64url");
      const ticket = `${payload}.${signatureOf(payload).toString("base64url")}`;
      return { ticket, expiresAt: new Date(expiresAt) };
    },
    read: (text, now) => {
      const [payload = "", signature = ""] = text.split(".");
      const given = Buffer.from(signature, "base64url");
      const expected = signatureOf(payload);
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
      // The signature vouches that this is what issue wrote.
      const ticket = ticketSchema.parse(
        JSON.parse(Buffer.from(payload, "base64url").toString("utf8")),
      );
      return ticket.expiresAt > now.getTime() ? ticket : null;
    },
  };
}
