import type { RelayedEvent } from "../src/platform/relay.ts";

/** Which wallets somebody looks at, and until when. */
export type WalletWatches = {
  readonly add: (walletRef: string, untilMs: number) => void;
  /** The watched wallets that events name. */
  readonly namedIn: (events: readonly RelayedEvent[], nowMs: number) => string[];
  readonly hasAny: (nowMs: number) => boolean;
};

// However an event names a wallet. Parsing each event would cost more than everything else that is done with it here.
const namePattern =
  /"(?:wallet_ref|source_wallet_ref|destination_wallet_ref|subject)":\s*"([0-9A-Z]{26})"/g;

/** Kept where the object's own storage is, so that an object that was lost still knows for whom to look out. */
export function openWalletWatches(sql: SqlStorage): WalletWatches {
  sql.exec(
    "create table if not exists watches (wallet_ref text primary key, until_ms integer not null)",
  );
  const watched = new Map(
    sql
      .exec<{ wallet_ref: string; until_ms: number }>("select wallet_ref, until_ms from watches")
      .toArray()
      .map(({ wallet_ref, until_ms }) => [wallet_ref, until_ms]),
  );
  const forgetThoseBefore = (nowMs: number): void => {
    for (const [walletRef, untilMs] of watched) {
      if (untilMs >= nowMs) continue;
      watched.delete(walletRef);
      sql.exec("delete from watches where wallet_ref = ?", walletRef);
    }
  };
  const hasAny = (nowMs: number): boolean => {
    forgetThoseBefore(nowMs);
    return watched.size > 0;
  };
  return {
    add(walletRef, untilMs) {
      watched.set(walletRef, untilMs);
      sql.exec(
        "insert into watches values (?, ?) on conflict (wallet_ref) do update set until_ms = excluded.until_ms",
        walletRef,
        untilMs,
      );
    },
    hasAny,
    namedIn(events, nowMs) {
      if (!hasAny(nowMs)) return [];
      const named = new Set<string>();
      for (const { text } of events) {
        for (const [, ref = ""] of text.matchAll(namePattern)) if (watched.has(ref)) named.add(ref);
      }
      return [...named];
    },
  };
}
