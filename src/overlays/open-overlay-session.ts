import { z } from "zod";
import { answered } from "../platform/database.ts";
import { type Ref, refSchema } from "../platform/ids.ts";
import type { OverlaysDeps } from "./deps.ts";
import { overlayProblem } from "./errors.ts";
import { type Overlay, overlaySchema } from "./overlay.ts";
import { hashOfOverlayToken, type OverlayToken } from "./overlay-token.ts";

export type OpenOverlaySessionInput = {
  readonly overlayRef: Ref;
  readonly token: OverlayToken;
  /** Names this opening of the page, so that one page has one connection. */
  readonly instance: Ref;
  readonly role: "renderer" | "preview";
  readonly ip: string | null;
  readonly newRef: () => Ref;
};

export type OverlaySession = {
  readonly ticket: string;
  readonly expires_at: string;
  readonly overlay: Overlay;
};

const accessSchema = overlaySchema.extend({
  token_ref: refSchema,
  ends_at: z.iso.datetime().nullable(),
});

/** Takes the token of a link and gives a ticket for one connection: the token itself never stands in an address. */
export async function openOverlaySession(
  deps: OverlaysDeps,
  input: OpenOverlaySessionInput,
): Promise<OverlaySession> {
  if (input.ip !== null) await deps.limits.take("overlay_session_ip", input.ip);
  const rows = await answered(
    deps.database.sql`select overlays.access_of(
      ${input.overlayRef}, ${hashOfOverlayToken(input.token)}
    ) as access`,
  );
  const access = accessSchema.nullable().parse(rows[0]?.access ?? null);
  if (!access)
    throw overlayProblem("overlay_link_ended", "This link opens nothing, or not any more.");
  const { token_ref: tokenRef, ends_at: endsAt, ...overlay } = access;
  const isPreview = input.role === "preview";
  const pass = {
    ...{ instance: input.instance, overlayRef: overlay.overlay_ref, tokenRef },
    canPlay: overlay.parts.includes("ALERTS") && !isPreview,
    isMirror: overlay.is_mirror || isPreview,
    endsAt: endsAt === null ? null : Date.parse(endsAt),
  };
  const wanted = { ticketRef: input.newRef(), streamerRef: overlay.owner_ref, pass };
  const { ticket, expiresAt } = deps.tickets.issue(wanted, deps.clock.now());
  return { ticket, expires_at: expiresAt.toISOString(), overlay };
}
