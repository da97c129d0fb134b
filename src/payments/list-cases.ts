import type { Page } from "../platform/list.ts";
import { ask } from "./ask.ts";
import { type Case, type caseKinds, caseSchema } from "./case.ts";
import type { PaymentsDeps } from "./deps.ts";
import { type PageInput, pageOfRefs } from "./page-input.ts";

export type ListCasesInput = PageInput & {
  readonly filters: {
    readonly is_open: boolean;
    readonly kind?: (typeof caseKinds)[number] | undefined;
  };
};

/** Lists what waits for somebody's decision, newest first, for operators. */
export async function listCases(deps: PaymentsDeps, input: ListCasesInput): Promise<Page<Case>> {
  const { filters } = input;
  const list = { name: "payment_cases", bound: filters };
  const read = (before: string | null, limit: number) =>
    ask(deps, "payments.cases_of", [filters, before, limit]);
  return pageOfRefs(deps, list, input, caseSchema, read, ({ case_ref }: Case) => case_ref);
}
