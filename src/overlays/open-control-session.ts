import type { Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import type { OverlaysDeps } from "./deps.ts";

export type ControlSession = { readonly ticket: string; readonly expires_at: string };

/** Gives a ticket for the streamer's own connection, which sees the stage and plays nothing. */
export async function openControlSession(
  deps: OverlaysDeps,
  caller: Caller,
  newRef: () => Ref,
): Promise<ControlSession> {
  const wanted = { ticketRef: newRef(), streamerRef: caller.ownerRef, pass: null };
  const { ticket, expiresAt } = deps.tickets.issue(wanted, deps.clock.now());
  return { ticket, expires_at: expiresAt.toISOString() };
}
