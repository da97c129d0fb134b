import type { Caller } from "../platform/caller.ts";
import type { TransactionsDeps } from "./deps.ts";
import { type LegsBody, legsWish } from "./legs-body.ts";
import { submit } from "./submit.ts";
import type { Manner, Submitted } from "./submitted.ts";

export type PostLegsInput = { readonly manner: Manner; readonly body: LegsBody };

/** Posts any balanced set of legs, or a split. */
export async function postLegs(
  deps: TransactionsDeps,
  caller: Caller,
  { manner, body }: PostLegsInput,
): Promise<Submitted> {
  return submit(deps, caller, manner, legsWish(body));
}
