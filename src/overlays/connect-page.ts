import { platformProblem } from "../platform/errors.ts";
import type { OverlaysDeps } from "./deps.ts";
import { overlayProblem } from "./errors.ts";
import { protocol } from "./protocol.ts";

/** Lets a websocket through to its stage, if it carries a ticket. What has none costs no stage anything. */
export async function connectPage(deps: OverlaysDeps, request: Request): Promise<Response> {
  if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") {
    throw platformProblem(
      "upgrade_required",
      "Connect with a websocket.",
      {},
      { Upgrade: "websocket" },
    );
  }
  const text = ticketIn(request.headers.get("sec-websocket-protocol"));
  const ticket = text === null ? null : deps.tickets.read(text, deps.clock.now());
  if (!ticket)
    throw overlayProblem("ticket_invalid", "There is no valid ticket in Sec-WebSocket-Protocol.");
  return deps.stages.connect(ticket.streamerRef, request);
}

/** The one header that a browser lets a page choose for a websocket. */
export function ticketIn(header: string | null): string | null {
  const offered = (header ?? "").split(",").map((part) => part.trim());
  const ticket = offered.find((part) => part.startsWith(protocol.ticketPrefix));
  return ticket?.slice(protocol.ticketPrefix.length) ?? null;
}
