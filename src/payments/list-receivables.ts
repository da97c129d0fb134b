import { actingOwnerOf, type Caller } from "../platform/caller.ts";
import type { Page } from "../platform/list.ts";
import { ask } from "./ask.ts";
import type { PaymentsDeps } from "./deps.ts";
import { type PageInput, pageOfRefs } from "./page-input.ts";
import { type Receivable, receivableSchema } from "./receivable.ts";

export type ListReceivablesInput = PageInput & { readonly isOpen: boolean };

/** Lists what the caller owes, or what everybody does for who acts for all. */
export async function listReceivables(
  deps: PaymentsDeps,
  caller: Caller,
  input: ListReceivablesInput,
): Promise<Page<Receivable>> {
  const owner = actingOwnerOf(caller);
  const list = { name: "receivables", bound: { acting_owner: owner, is_open: input.isOpen } };
  const read = (before: string | null, limit: number) =>
    ask(deps, "payments.receivables_of", [owner, input.isOpen, before, limit]);
  const refOf = ({ receivable_ref }: Receivable) => receivable_ref;
  return pageOfRefs(deps, list, input, receivableSchema, read, refOf);
}
