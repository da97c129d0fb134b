import type { Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import type { TransactionsDeps } from "./deps.ts";
import { readOriginal } from "./read-original.ts";
import { submit } from "./submit.ts";
import type { Manner, Submitted } from "./submitted.ts";
import { wishOnOriginal } from "./wish-on-original.ts";

export type VoidInput = {
  readonly manner: Manner;
  readonly transactionRef: Ref;
  readonly reason?: string | undefined;
};

/** Gives a promise back. */
export async function voidHold(
  deps: TransactionsDeps,
  caller: Caller,
  { manner, transactionRef, reason }: VoidInput,
): Promise<Submitted> {
  const original = await readOriginal(deps, caller, transactionRef);
  return submit(deps, caller, manner, wishOnOriginal("VOID", original, { reason }));
}
