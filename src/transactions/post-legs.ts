import type { Caller } from "../platform/caller.ts";
import type { TransactionsDeps } from "./deps.ts";
import { type PostLegsBody, postLegsWish } from "./post-legs-body.ts";
import { type Manner, type Submitted, submit } from "./submit.ts";

export type PostLegsInput = { readonly manner: Manner; readonly body: PostLegsBody };

/** Posts any balanced set of legs, or a split. */
export function postLegs(
  deps: TransactionsDeps,
  caller: Caller,
  { manner, body }: PostLegsInput,
): Promise<Submitted> {
  return submit(deps, caller, manner, postLegsWish(body));
}
