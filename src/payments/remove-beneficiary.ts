import type { Caller } from "../platform/caller.ts";
import { runCommand } from "../platform/database.ts";
import type { Ref } from "../platform/ids.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import { type Beneficiary, beneficiarySchema } from "./beneficiary.ts";
import type { PaymentsDeps } from "./deps.ts";
import { paymentCatalogue } from "./errors.ts";

export type RemoveBeneficiaryInput = { readonly write: WriteRequest; readonly beneficiaryRef: Ref };

/** Has nothing more sent there. What is on its way stays on its way. */
export async function removeBeneficiary(
  deps: PaymentsDeps,
  caller: Caller,
  { write, beneficiaryRef }: RemoveBeneficiaryInput,
): Promise<Written<Beneficiary>> {
  const command = { beneficiary_ref: beneficiaryRef };
  const intent = intentOf(caller, write, "payments.remove_beneficiary", command);
  const { result, isReplayed } = await runCommand(
    deps.database,
    paymentCatalogue,
    "payments.remove_beneficiary",
    intent,
    command,
  );
  return { result: beneficiarySchema.parse(result), isReplayed };
}
