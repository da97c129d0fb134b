import type { Caller } from "../platform/caller.ts";
import { runCommand } from "../platform/database.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import { type Beneficiary, beneficiarySchema } from "./beneficiary.ts";
import type { PaymentsDeps } from "./deps.ts";
import { paymentCatalogue } from "./errors.ts";

export type AddBeneficiaryInput = {
  readonly write: WriteRequest;
  readonly channelCode: string;
  readonly accountNumber: string;
  readonly holderName: string;
  readonly currency: string;
};

/** Keeps an account that the caller's own money may be sent to, if it is they themselves who name it. */
export async function addBeneficiary(
  deps: PaymentsDeps,
  caller: Caller,
  input: AddBeneficiaryInput,
): Promise<Written<Beneficiary>> {
  deps.proofs.ofPerson(caller);
  const command = {
    owner_ref: caller.ownerRef,
    channel_code: input.channelCode,
    account_number: input.accountNumber,
    holder_name: input.holderName,
    currency: input.currency,
  };
  const intent = intentOf(caller, input.write, "payments.add_beneficiary", command);
  const { result, isReplayed } = await runCommand(
    deps.database,
    paymentCatalogue,
    "payments.add_beneficiary",
    intent,
    { ...command, beneficiary_ref: input.write.newRef() },
  );
  return { result: beneficiarySchema.parse(result), isReplayed };
}
