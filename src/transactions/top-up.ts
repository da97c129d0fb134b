import type { Caller } from "../platform/caller.ts";
import { type TopUpBody, topUpWish } from "./bodies.ts";
import type { TransactionsDeps } from "./deps.ts";
import { submit } from "./submit.ts";
import type { Manner, Submitted } from "./submitted.ts";

export type TopUpInput = { readonly manner: Manner; readonly body: TopUpBody };

/** Takes money in from outside. The other side is the account @world. */
export function topUp(
  deps: TransactionsDeps,
  caller: Caller,
  { manner, body }: TopUpInput,
): Promise<Submitted> {
  return submit(deps, caller, manner, topUpWish(body));
}
