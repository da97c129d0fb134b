import type { Caller } from "../platform/caller.ts";
import { type WithdrawBody, withdrawWish } from "./bodies.ts";
import type { TransactionsDeps } from "./deps.ts";
import { submit } from "./submit.ts";
import type { Manner, Submitted } from "./submitted.ts";

export type WithdrawInput = { readonly manner: Manner; readonly body: WithdrawBody };

/** Lets money out to the account @world, or promises it until it is known to have left. */
export function withdraw(
  deps: TransactionsDeps,
  caller: Caller,
  { manner, body }: WithdrawInput,
): Promise<Submitted> {
  return submit(deps, caller, manner, withdrawWish(body));
}
