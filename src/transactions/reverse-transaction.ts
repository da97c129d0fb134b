import type { Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import type { ReverseBody } from "./bodies.ts";
import type { TransactionsDeps } from "./deps.ts";
import { readOriginal } from "./read-original.ts";
import { submit } from "./submit.ts";
import type { Manner, Submitted } from "./submitted.ts";
import { wishOnOriginal } from "./wish-on-original.ts";

export type ReverseInput = {
  readonly manner: Manner;
  readonly transactionRef: Ref;
  readonly body: ReverseBody;
};

/** Moves money back, all of it or a part, and never more in total than came. */
export async function reverseTransaction(
  deps: TransactionsDeps,
  caller: Caller,
  { manner, transactionRef, body }: ReverseInput,
): Promise<Submitted> {
  const original = await readOriginal(deps, caller, transactionRef);
  return submit(deps, caller, manner, wishOnOriginal("REVERSAL", original, body));
}
