import type { Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import type { Written } from "../platform/intent.ts";
import type { Page } from "../platform/list.ts";
import type { Balance } from "./balance.ts";
import { closeWallet } from "./close-wallet.ts";
import type { WalletsDeps } from "./deps.ts";
import { type FreezeWalletInput, freezeWallet } from "./freeze-wallet.ts";
import { getWallet } from "./get-wallet.ts";
import { type GetWalletBalanceInput, getWalletBalance } from "./get-wallet-balance.ts";
import { type GetWalletStatementInput, getWalletStatement } from "./get-wallet-statement.ts";
import type { Limit } from "./limit.ts";
import { listWalletLimits } from "./list-wallet-limits.ts";
import { type ListWalletMutationsInput, listWalletMutations } from "./list-wallet-mutations.ts";
import { type ListWalletsInput, listWallets } from "./list-wallets.ts";
import type { Mutation } from "./mutation.ts";
import { type OpenWalletInput, openWallet } from "./open-wallet.ts";
import { type Findings, reconcileAccounts } from "./reconcile-accounts.ts";
import { type RemoveWalletLimitInput, removeWalletLimit } from "./remove-wallet-limit.ts";
import { type SetWalletLimitInput, setWalletLimit } from "./set-wallet-limit.ts";
import { type SetWalletOverdraftInput, setWalletOverdraft } from "./set-wallet-overdraft.ts";
import type { Statement } from "./statement.ts";
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
  balance(caller: Caller, input: GetWalletBalanceInput): Promise<Balance>;
  mutations(caller: Caller, input: ListWalletMutationsInput): Promise<Page<Mutation>>;
  statement(caller: Caller, input: GetWalletStatementInput): Promise<Statement>;
  limits(caller: Caller, walletRef: Ref): Promise<Limit[]>;
  setLimit(caller: Caller, input: SetWalletLimitInput): Promise<Written<Limit>>;
  removeLimit(caller: Caller, input: RemoveWalletLimitInput): Promise<Written<Limit>>;
  setOverdraft(caller: Caller, input: SetWalletOverdraftInput): Promise<Written<Balance>>;
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
    balance: (caller, input) => getWalletBalance(deps, caller, input),
    mutations: (caller, input) => listWalletMutations(deps, caller, input),
    statement: (caller, input) => getWalletStatement(deps, caller, input),
    limits: (caller, walletRef) => listWalletLimits(deps, caller, walletRef),
    setLimit: (caller, input) => setWalletLimit(deps, caller, input),
    removeLimit: (caller, input) => removeWalletLimit(deps, caller, input),
    setOverdraft: (caller, input) => setWalletOverdraft(deps, caller, input),
    reconcileAccounts: () => reconcileAccounts(deps),
  };
}
