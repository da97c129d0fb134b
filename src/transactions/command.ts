import { actingOwnerOf, type Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import { intentOf, type WriteRequest } from "../platform/intent.ts";
import { transactionProblem } from "./errors.ts";

export const transactionTypes = [
  "TRANSFER",
  "TOPUP",
  "WITHDRAWAL",
  "POSTING",
  "FEE",
  "EXCHANGE",
  "CAPTURE",
  "VOID",
  "REVERSAL",
] as const;

export type TransactionType = (typeof transactionTypes)[number];

/** A leg's address and amount, in minor units as text, because JSON has no integers of this size. */
export type CommandLeg = {
  readonly wallet_ref?: Ref;
  readonly account_ref?: Ref;
  readonly alias?: string;
  readonly direction: "DEBIT" | "CREDIT";
  readonly amount: string;
  readonly currency: string;
};

export type CommandGuard = {
  readonly wallet_ref: Ref;
  readonly name: "available_at_least" | "balance_at_least" | "version";
  readonly value: string;
};

/** What is to be done, as far as it makes two requests the same. Amounts are minor units as text. */
export type Wish = {
  readonly type: TransactionType;
  readonly currency: string;
  readonly amount: string | null;
  readonly source_wallet_ref: Ref | null;
  readonly destination_wallet_ref: Ref | null;
  readonly legs?: readonly CommandLeg[];
  readonly details?: Readonly<Record<string, unknown>>;
  readonly is_hold?: boolean;
  readonly expires_at?: string;
  readonly original_ref?: Ref;
  readonly is_final?: boolean;
  readonly reason?: string;
  readonly reference?: string;
  readonly description?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly guards?: readonly CommandGuard[];
  readonly effective_at?: string;
};

/** A wish with whose it is and every ref that doing it may need, so that sending it again writes the same thing. */
export type Command = Wish & {
  readonly transaction_ref: Ref;
  readonly journal_ref: Ref;
  readonly event_ref: Ref;
  readonly traceparent: string | null;
  readonly scope: Ref;
  readonly acting_owner: Ref | null;
  /** The session or API key that must still stand when it is done. */
  readonly credential_ref?: Ref | null;
  readonly key: string | null;
  readonly operation: string;
  readonly request_hash: string;
  readonly chain?: string;
  readonly is_due?: boolean;
};

/** What the ledger answered to one command. It is remembered as it stands under the command's key. */
export type Reply = {
  readonly transaction_ref?: string;
  readonly journal_ref?: string | null;
  readonly recorded_at?: string;
  readonly amount?: string;
  /** Of each wallet that its sender may see: ref, balance, available, version. */
  readonly balances?: readonly (readonly [string, string, string, number])[] | null;
  readonly code?: string;
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly replayed?: boolean;
};

/** Makes a command of a wish. The lane, and not the caller, decides with whom it shares a batch. */
export function commandOf(caller: Caller, write: WriteRequest, wish: Wish): Command {
  // Funds are judged as they are now. Who could date a payment back as well would have spent what was not there yet.
  if (wish.effective_at !== undefined && !caller.isOperator) {
    throw transactionProblem("not_yours_to_date", "Leave effective_at out: it counts from now.");
  }
  const intent = intentOf(caller, write, `transactions.${wish.type.toLowerCase()}`, wish);
  return {
    ...wish,
    transaction_ref: write.newRef(),
    journal_ref: write.newRef(),
    event_ref: intent.event_ref,
    traceparent: write.traceparent,
    scope: caller.ownerRef,
    acting_owner: actingOwnerOf(caller),
    credential_ref: caller.credentialRef,
    key: write.key,
    operation: intent.operation,
    request_hash: intent.request_hash,
  };
}
