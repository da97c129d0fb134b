import { runCommand } from "../platform/database.ts";
import type { Intent, Written } from "../platform/intent.ts";
import type { WalletsDeps } from "./deps.ts";
import { walletCatalogue } from "./errors.ts";
import { type Wallet, walletSchema } from "./wallet.ts";

/** Runs one of the functions that change a wallet; each answers the wallet as it left it. */
export async function runWalletCommand(
  deps: WalletsDeps,
  name: `wallets.${string}`,
  intent: Intent,
  command: Readonly<Record<string, unknown>>,
): Promise<Written<Wallet>> {
  const { result, isReplayed } = await runCommand(
    deps.database,
    walletCatalogue,
    name,
    intent,
    command,
  );
  // The stored reply is jsonb, which forgets the order of fields; the schema restores it.
  return { result: walletSchema.parse(result), isReplayed };
}
