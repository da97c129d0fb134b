import { z } from "zod";
import { refSchema } from "../platform/ids.ts";
import {
  amountTextSchema,
  decimalPattern,
  describeAmountFault,
  spellingFaultOf,
} from "../platform/money.ts";
import type { Wish } from "./command.ts";
import {
  checkMoney,
  commandFields,
  commonWishOf,
  holdFields,
  moneyFields,
} from "./command-fields.ts";

const transferFields = {
  source_wallet_ref: refSchema,
  destination_wallet_ref: refSchema,
  ...moneyFields,
  ...holdFields,
  ...commandFields,
};
const walletMoneyFields = { wallet_ref: refSchema, ...moneyFields, ...commandFields };

/** Money from one wallet to another. */
export const transferBody = z.strictObject(transferFields).superRefine((body, context) => {
  checkMoney(body, context);
  if (body.source_wallet_ref !== body.destination_wallet_ref) return;
  context.addIssue({
    code: "custom",
    path: ["destination_wallet_ref"],
    message: "A wallet cannot pay itself.",
  });
});

/** Money from outside into a wallet. */
export const topUpBody = z.strictObject(walletMoneyFields).superRefine(checkMoney);

/** Money out of a wallet to the outside, or promised to it. */
export const withdrawBody = z
  .strictObject({ ...walletMoneyFields, ...holdFields })
  .superRefine(checkMoney);

// Its currency is the original's; what no currency could read is refused before the original is looked for.
const amountOfOriginal = amountTextSchema.regex(decimalPattern, {
  error: ({ input }) => describeAmountFault(spellingFaultOf(String(input)), "IDR"),
});

export const captureBody = z.strictObject({
  amount: amountOfOriginal.optional().meta({ description: "All that is left when left out." }),
  final: z.boolean().optional().meta({ description: "Gives back what this leaves." }),
  reference: commandFields.reference,
  description: commandFields.description,
  metadata: commandFields.metadata,
});

export const voidBody = z.strictObject({ reason: commandFields.description });

export const reverseBody = z.strictObject({
  amount: amountOfOriginal.optional().meta({ description: "All that is left when left out." }),
  reason: commandFields.description,
  reference: commandFields.reference,
  metadata: commandFields.metadata,
});

export type TransferBody = z.output<typeof transferBody>;
export type TopUpBody = z.output<typeof topUpBody>;
export type WithdrawBody = z.output<typeof withdrawBody>;
export type CaptureBody = z.output<typeof captureBody>;
export type ReverseBody = z.output<typeof reverseBody>;

export function transferWish(body: TransferBody): Wish {
  return {
    type: "TRANSFER",
    source_wallet_ref: body.source_wallet_ref,
    destination_wallet_ref: body.destination_wallet_ref,
    ...commonWishOf(body),
  };
}

export function topUpWish(body: TopUpBody): Wish {
  return {
    type: "TOPUP",
    source_wallet_ref: null,
    destination_wallet_ref: body.wallet_ref,
    ...commonWishOf(body),
  };
}

export function withdrawWish(body: WithdrawBody): Wish {
  return {
    type: "WITHDRAWAL",
    source_wallet_ref: body.wallet_ref,
    destination_wallet_ref: null,
    ...commonWishOf(body),
  };
}
