import type { Caller } from "../platform/caller.ts";
import { type TransferBody, transferWish } from "./bodies.ts";
import type { TransactionsDeps } from "./deps.ts";
import { submit } from "./submit.ts";
import type { Manner, Submitted } from "./submitted.ts";

export type TransferInput = { readonly manner: Manner; readonly body: TransferBody };

/** Moves money from one wallet to another, or promises it. */
export function transfer(
  deps: TransactionsDeps,
  caller: Caller,
  { manner, body }: TransferInput,
): Promise<Submitted> {
  return submit(deps, caller, manner, transferWish(body));
}
