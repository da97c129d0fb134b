// What comes too late: captures of promises that have run out, and money of wallets that are stopped.
import { type History, type Operation, operationsOf } from "../history.ts";

/** A promise that has run out is not captured any more. */
export function expiryFaults(history: History): string[] {
  const operations = operationsOf(history).filter(({ reply }) => reply.kind === "ok");
  const expiries = new Map(
    operations.flatMap(({ requests: [request], reply }) =>
      request?.kind === "move" && request.expiresAtMs !== null && reply.kind === "ok"
        ? [[reply.transactionRef, request.expiresAtMs] as const]
        : [],
    ),
  );
  return operations.flatMap(({ key, requests: [request], invokedAtMs }) => {
    if (request?.kind !== "capture") return [];
    const expiresAtMs = expiries.get(request.original);
    return expiresAtMs !== undefined && invokedAtMs > expiresAtMs
      ? [`${key} captured ${request.original} after it had run out.`]
      : [];
  });
}

type Stop = {
  readonly wallet: string;
  readonly kind: "freeze" | "close";
  /** Between these two moments the wallet was surely stopped. */
  readonly fromMs: number;
  readonly untilMs: number;
};

/** No money moves in a wallet that is closed, or while it is surely frozen. */
export function stopFaults(history: History): string[] {
  const operations = operationsOf(history);
  const thaws = Map.groupBy(operations.filter(isThaw), thawedWalletOf);
  const stops = Map.groupBy(
    operations.flatMap((each) => stopsOf(each, thaws)),
    ({ wallet }) => wallet,
  );
  return operations.flatMap(({ key, requests: [request], reply, invokedAtMs, returnedAtMs }) => {
    if (request?.kind !== "move" || reply.kind !== "ok") return [];
    const stop = [request.from, request.to]
      .flatMap((wallet) => stops.get(wallet ?? "") ?? [])
      .find(({ fromMs, untilMs }) => fromMs < invokedAtMs && returnedAtMs < untilMs);
    return stop ? [`${key} moved money of ${stop.wallet} after its ${stop.kind}.`] : [];
  });
}

function stopsOf(
  { requests: [request], reply, invokedAtMs, returnedAtMs }: Operation,
  thaws: ReadonlyMap<string | undefined, readonly Operation[]>,
): Stop[] {
  if (reply.kind !== "ok") return [];
  if (request?.kind !== "freeze" && request?.kind !== "close") return [];
  const { wallet, kind } = request;
  const untilMs =
    kind === "close"
      ? Number.POSITIVE_INFINITY
      : Math.min(
          ...(thaws.get(wallet) ?? [])
            .filter((other) => other.returnedAtMs > invokedAtMs)
            .map((other) => other.invokedAtMs),
        );
  return [{ wallet, kind, fromMs: returnedAtMs, untilMs }];
}

/** Also one of which nobody knows whether it happened. */
function isThaw({ requests: [request], reply }: Operation): boolean {
  return request?.kind === "unfreeze" && reply.kind !== "refused";
}

function thawedWalletOf({ requests: [request] }: Operation): string | undefined {
  return request?.kind === "unfreeze" ? request.wallet : undefined;
}
