import type { Caller } from "../platform/caller.ts";
import { platformProblem } from "../platform/errors.ts";
import type { Ref } from "../platform/ids.ts";
import type { ReadmodelsDeps } from "./deps.ts";
import { readmodelProblem } from "./errors.ts";
import { liveProtocol } from "./live-message.ts";

export type ConnectLiveInput = {
  readonly walletRef: Ref;
  /** The last version that the caller knows; what came after it is sent first. */
  readonly afterVersion: number | undefined;
  readonly upgrade: string | undefined;
  /** The subprotocols that the client offers. */
  readonly protocols: string | undefined;
};

/** Connects a caller to a wallet that is theirs to see. */
export async function connectLive(
  deps: ReadmodelsDeps,
  caller: Caller,
  { walletRef, afterVersion, upgrade, protocols }: ConnectLiveInput,
): Promise<Response> {
  await deps.requireWallet(caller, walletRef);
  if (upgrade?.toLowerCase() !== "websocket") {
    throw platformProblem(
      "upgrade_required",
      "Ask for it with `Upgrade: websocket`.",
      {},
      {
        Upgrade: "websocket",
      },
    );
  }
  const connected = await deps.connectLive?.(walletRef, afterVersion ?? null, caller.credentialRef);
  if (!connected?.webSocket) {
    throw readmodelProblem(
      "live_unavailable",
      "Connect again in a moment.",
      {},
      {
        "Retry-After": "1",
      },
    );
  }
  // A browser ends a connection that does not choose one of the protocols that it offered.
  const chosen = protocols?.split(",").some((name) => name.trim() === liveProtocol);
  return new Response(null, {
    status: 101,
    webSocket: connected.webSocket,
    headers: chosen ? { "Sec-WebSocket-Protocol": liveProtocol } : {},
  });
}
