import type { Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import type { Written } from "../platform/intent.ts";
import type { Page } from "../platform/list.ts";
import { closeWallet } from "./close-wallet.ts";
import type { WalletsDeps } from "./deps.ts";
import { type FreezeWalletInput, freezeWallet } from "./freeze-wallet.ts";
import { getWallet } from "./get-wallet.ts";
import { type ListWalletsInput, listWallets } from "./list-wallets.ts";
import { type OpenWalletInput, openWallet } from "./open-wallet.ts";
import { type Findings, reconcileAccounts } from "./reconcile-accounts.ts";
import { unfreezeWallet, type WalletCommandInput } from "./unfreeze-wallet.ts";
import { type UpdateWalletInput, updateWallet } from "./update-wallet.ts";
import type { Wallet } from "./wallet.ts";

export type WalletsService = {
  open(caller: Caller, input: OpenWalletInput): Promise<Written<Wallet>>;
  get(caller: Caller, walletRef: Ref): Promise<Wallet>;
  list(caller: Caller, input: ListWalletsInput): Promise<Page<Wallet>>;
  update(caller: Caller, input: UpdateWalletInput): Promise<Written<Wallet>>;
  freeze(caller: Caller, input: FreezeWalletInput): Promise<Written<Wallet>>;
  unfreeze(caller: Caller, input: WalletCommandInput): Promise<Written<Wallet>>;
  close(caller: Caller, input: WalletCommandInput): Promise<Written<Wallet>>;
  reconcileAccounts(): Promise<Findings>;
};

/** The module's table of contents: a line for each verb, a file for each line. */
export function createWalletsService(deps: WalletsDeps): WalletsService {
  return {
    open: (caller, input) => openWallet(deps, caller, input),
    get: (caller, walletRef) => getWallet(deps, caller, walletRef),
    list: (caller, input) => listWallets(deps, caller, input),
    update: (caller, input) => updateWallet(deps, caller, input),
    freeze: (caller, input) => freezeWallet(deps, caller, input),
    unfreeze: (caller, input) => unfreezeWallet(deps, caller, input),
    close: (caller, input) => closeWallet(deps, caller, input),
    reconcileAccounts: () => reconcileAccounts(deps),
  };
}
