import type { Ref } from "../platform/ids.ts";
import { describeAmountFault, parsePositiveAmount } from "../platform/money.ts";
import { validationProblem } from "../platform/validation.ts";
import type { Wish } from "./command.ts";
import type { TransactionRow } from "./schema.ts";

type Act = {
  readonly amount?: string | undefined;
  readonly reason?: string | undefined;
  readonly reference?: string | undefined;
  readonly description?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
};

/** What a capture, void or reversal asks for. Its currency and its wallets are those of the original. */
export function wishOnOriginal(
  type: "CAPTURE" | "VOID" | "REVERSAL",
  original: TransactionRow,
  act: Act,
): Wish {
  const isBack = type === "REVERSAL";
  const { sourceWalletRef: source, destinationWalletRef: destination } = original;
  return {
    type,
    currency: original.currency,
    amount: amountOf(act.amount, original.currency),
    source_wallet_ref: isBack ? destination : source,
    destination_wallet_ref: isBack ? source : destination,
    original_ref: original.transactionRef satisfies Ref,
    ...(act.reason !== undefined && { reason: act.reason }),
    ...(act.reference !== undefined && { reference: act.reference }),
    ...(act.description !== undefined && { description: act.description }),
    ...(act.metadata !== undefined && { metadata: act.metadata }),
  };
}

function amountOf(text: string | undefined, currency: string): string | null {
  if (text === undefined) return null;
  const amount = parsePositiveAmount(text, currency);
  if (typeof amount === "bigint") return amount.toString();
  const message = describeAmountFault(amount, currency);
  throw validationProblem([{ in: "body", pointer: "/amount", message }]);
}
