import type { Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import type { Moment } from "../platform/moment.ts";
import type { WalletsDeps } from "./deps.ts";
import { readWallet } from "./read-wallet.ts";
import { type Statement, statementSchema } from "./statement.ts";

export type GetWalletStatementInput = {
  readonly walletRef: Ref;
  /** Versions, or moments from one to just before the other. */
  readonly range: {
    readonly from_version?: number | undefined;
    readonly to_version?: number | undefined;
    readonly from?: Moment | undefined;
    readonly to?: Moment | undefined;
  };
};

export const maxStatementLines = 10_000;

/** Draws up a statement. The same range gives the same statement for ever. */
export async function getWalletStatement(
  deps: WalletsDeps,
  caller: Caller,
  { walletRef, range }: GetWalletStatementInput,
): Promise<Statement> {
  const reply = await readWallet(deps, caller, "wallets.wallet_statement", walletRef, [
    range,
    maxStatementLines,
  ]);
  return statementSchema.parse(reply);
}
