import { z } from "zod";
import { actingOwnerOf, type Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import { type Page, pageOf } from "../platform/list.ts";
import { ask } from "./ask.ts";
import { type Charge, type ChargeStatus, chargeOf, type ProviderName } from "./charge.ts";
import type { PaymentsDeps } from "./deps.ts";

export type ListChargesInput = {
  readonly filters: {
    readonly payee_ref?: Ref | undefined;
    readonly status?: ChargeStatus | undefined;
    readonly provider?: ProviderName | undefined;
    readonly external_reference?: string | undefined;
  };
  readonly limit: number;
  readonly cursor: string | undefined;
};

const listName = "charges";

/** Lists the charges of a payee, newest first; of everybody for who acts for all. */
export async function listCharges(
  deps: PaymentsDeps,
  caller: Caller,
  { filters, limit, cursor }: ListChargesInput,
): Promise<Page<Charge>> {
  const owner = actingOwnerOf(caller);
  const bound = { ...filters, acting_owner: owner };
  const before = deps.cursors.open(listName, bound, cursor);
  const views = await ask(deps, "payments.charges_of", [owner, filters, before, limit + 1]);
  return pageOf(z.array(z.unknown()).parse(views).map(chargeOf), limit, ({ chargeRef }) =>
    deps.cursors.seal(listName, bound, chargeRef),
  );
}
