import { actingOwnerOf, type Caller } from "../platform/caller.ts";
import type { Page } from "../platform/list.ts";
import { ask } from "./ask.ts";
import type { PaymentsDeps } from "./deps.ts";
import { type PageInput, pageOfRefs } from "./page-input.ts";
import { type Payout, type PayoutStatus, payoutSchema } from "./payout.ts";

export type ListPayoutsInput = PageInput & {
  readonly filters: { readonly status?: PayoutStatus | undefined };
};

/** Lists the caller's payouts, newest first. */
export async function listPayouts(
  deps: PaymentsDeps,
  caller: Caller,
  input: ListPayoutsInput,
): Promise<Page<Payout>> {
  const owner = actingOwnerOf(caller);
  const list = { name: "payouts", bound: { ...input.filters, acting_owner: owner } };
  const read = (before: string | null, limit: number) =>
    ask(deps, "payments.payouts_of", [owner, input.filters, before, limit]);
  return pageOfRefs(deps, list, input, payoutSchema, read, ({ payout_ref }) => payout_ref);
}
