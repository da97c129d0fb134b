import type { Ref } from "../platform/ids.ts";

/** A transaction before it is tried: refs and amounts, and nobody's words. */
export type ProposedTransaction = {
  readonly transaction_ref: Ref;
  readonly type: string;
  readonly is_hold: boolean;
  readonly amount: string | null;
  readonly currency: string;
  readonly source_wallet_ref: Ref | null;
  readonly destination_wallet_ref: Ref | null;
  readonly original_transaction_ref: Ref | null;
  readonly legs: readonly Readonly<Record<string, string>>[] | null;
};

/** Why somebody will not have a transaction done. */
export type Veto = {
  readonly transactionRef: Ref;
  readonly hookRef: Ref;
  readonly reason: string | null;
  /** Whether it was no decision, but the lack of one. */
  readonly isUnanswered: boolean;
};

/**
 * Who is asked before transactions. Null says that there is nobody, so that whoever moves money without them waits for
 * nothing and puts nothing into words.
 */
export type BeforeTransactions = (
  propose: () => { readonly transactions: readonly ProposedTransaction[] },
  traceparent: string | null,
) => Promise<readonly Veto[]> | null;
