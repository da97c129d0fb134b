import { createHmac, timingSafeEqual } from "node:crypto";
import type { Clock } from "../platform/clock.ts";
import type { Ref } from "../platform/ids.ts";

/** What lets somebody see one thing without saying who they are. */
export type Tickets = {
  /** What a donor watches their donation with, for as long as it exists. */
  readonly watchTokenOf: (donationRef: Ref) => string;
  readonly mayWatch: (donationRef: Ref, token: string) => boolean;
  /** What audio is fetched with, for a while. */
  readonly speechTicketOf: (key: string) => string;
  readonly speechKeyOf: (ticket: string) => string | null;
};

// A queue may wait for its streamer over a weekend.
const ticketLifeMs = 7 * 24 * 60 * 60 * 1_000;
const signatureBytes = 18;
const keyPattern = /^[0-9a-f]{64}$/;
const ticketPattern = /^([0-9a-f]{64})\.([0-9a-z]{1,12})\.([A-Za-z0-9_-]{24})$/;

/** Tickets that are signed, so that nothing has to be kept of them. The secret may serve others: each use has its word. */
export function createTickets(secret: string, clock: Clock): Tickets {
  const signed = (use: string, text: string) =>
    createHmac("sha256", secret)
      .update(`donations:${use}:${text}`)
      .digest()
      .subarray(0, signatureBytes)
      .toString("base64url");
  const isSigned = (use: string, text: string, signature: string) => {
    const expected = Buffer.from(signed(use, text));
    const given = Buffer.from(signature);
    return expected.length === given.length && timingSafeEqual(expected, given);
  };
  return {
    watchTokenOf: (donationRef) => `dw_${signed("watch", donationRef)}`,
    mayWatch: (donationRef, token) =>
      token.startsWith("dw_") && isSigned("watch", donationRef, token.slice(3)),
    speechTicketOf: (key) => {
      if (!keyPattern.test(key)) throw new Error("A key of speech is a digest.");
      const until = (clock.now().getTime() + ticketLifeMs).toString(36);
      return `${key}.${until}.${signed("speech", `${key}.${until}`)}`;
    },
    speechKeyOf: (ticket) => {
      const [, key = "", until = "", signature = ""] = ticketPattern.exec(ticket) ?? [];
      if (!isSigned("speech", `${key}.${until}`, signature)) return null;
      return Number.parseInt(until, 36) > clock.now().getTime() ? key : null;
    },
  };
}
