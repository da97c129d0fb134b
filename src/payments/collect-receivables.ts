import { z } from "zod";
import { ask } from "./ask.ts";
import { knownAmountOf } from "./charge.ts";
import type { PaymentsDeps } from "./deps.ts";
import { movementSchema } from "./movement.ts";
import { newRef } from "./new-ref.ts";
import { walletOf } from "./payee-wallets.ts";
import { platformCaller } from "./platform-caller.ts";
import { postMovement } from "./post-movement.ts";
import { type Receivable, receivableSchema } from "./receivable.ts";

const sliceSize = 50;

/** Takes what payees owe from what they have by now. Answers how many debts became smaller. */
export async function collectReceivables(deps: PaymentsDeps): Promise<number> {
  let collected = 0;
  let before: string | null = null;
  for (;;) {
    const parameters = [null, true, before, sliceSize];
    const open: Receivable[] = z
      .array(receivableSchema)
      .parse(await ask(deps, "payments.receivables_of", parameters));
    for (const receivable of open) collected += (await collect(deps, receivable)) ? 1 : 0;
    before = open.at(-1)?.receivable_ref ?? null;
    if (open.length < sliceSize) return collected;
  }
}

async function collect(deps: PaymentsDeps, receivable: Receivable): Promise<boolean> {
  const { currency, payee_ref: payeeRef, payee_wallet: type } = receivable;
  const walletRef =
    receivable.wallet_ref ?? (await walletOf(deps, payeeRef, type, currency)).wallet_ref;
  const { available } = await deps.wallets.balance(platformCaller, { walletRef, past: {} });
  const has = available?.startsWith("-") === false ? knownAmountOf(available, currency) : 0n;
  if (has === 0n) return false;
  const owed =
    knownAmountOf(receivable.amount, currency) -
    knownAmountOf(receivable.collected_amount, currency);
  const part = (has < owed ? has : owed).toString();
  const parameters = [receivable.receivable_ref, part, newRef()];
  const begun = movementSchema
    .nullable()
    .parse(await ask(deps, "payments.begin_collection", parameters));
  return begun !== null && (await postMovement(deps, begun, null)) !== null;
}
