import { actingOwnerOf, type Caller } from "../platform/caller.ts";
import type { Page } from "../platform/list.ts";
import { ask } from "./ask.ts";
import { type Beneficiary, beneficiarySchema } from "./beneficiary.ts";
import type { PaymentsDeps } from "./deps.ts";
import { type PageInput, pageOfRefs } from "./page-input.ts";

/** Lists where the caller's money may be sent, newest first. */
export async function listBeneficiaries(
  deps: PaymentsDeps,
  caller: Caller,
  input: PageInput,
): Promise<Page<Beneficiary>> {
  const owner = actingOwnerOf(caller);
  const list = { name: "beneficiaries", bound: { acting_owner: owner } };
  const read = (before: string | null, limit: number) =>
    ask(deps, "payments.beneficiaries_of", [owner, before, limit]);
  const refOf = ({ beneficiary_ref }: Beneficiary) => beneficiary_ref;
  return pageOfRefs(deps, list, input, beneficiarySchema, read, refOf);
}
