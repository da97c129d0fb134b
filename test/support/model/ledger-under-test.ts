import type { Outcome, Step, WalletName, WalletView, World } from "./command.ts";
import { type LedgerState, viewOf } from "./state.ts";

export type WalletReading = WalletView & {
  readonly pendingIn: bigint;
  readonly pendingOut: bigint;
};

/** A ledger that is held against the reference. Whatever it is made of, it performs programs and can be read. */
export type LedgerUnderTest = {
  /** The outcomes of the steps, one after the other; a wait has none. */
  perform(steps: readonly Step[]): Promise<readonly Outcome[]>;
  read(): Promise<Readonly<Record<WalletName, WalletReading>>>;
};

export type OpenLedger = (world: World) => Promise<LedgerUnderTest>;

/** What a reader of the reference ledger would see. */
export function readingsOf({ wallets }: LedgerState): Readonly<Record<WalletName, WalletReading>> {
  return Object.fromEntries(
    [...wallets].map(([name, wallet]) => [
      name,
      { ...viewOf(wallet), pendingIn: wallet.pendingIn, pendingOut: wallet.pendingOut },
    ]),
  );
}
