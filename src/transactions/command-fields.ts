import { z } from "zod";
import { type Ref, refSchema } from "../platform/ids.ts";
import { askedMomentSchema } from "../platform/moment.ts";
import {
  amountTextSchema,
  currencySchema,
  describeAmountFault,
  parseAmount,
  parsePositiveAmount,
} from "../platform/money.ts";
import type { Wish } from "./command.ts";

// Half of a character is JSON and no UTF-8; the database would refuse it for the whole batch.
const isWellFormed = (text: string) => text.isWellFormed();
const wellFormedFault = "Expected whole characters and no NUL.";

const plainText = (longest: number) =>
  z
    .string()
    .min(1, "At least 1 character.")
    .max(longest, `At most ${longest} characters.`)
    .regex(/^[^\p{Cc}]*$/u, "No control characters.")
    .refine(isWellFormed, wellFormedFault);

export const referenceSchema = plainText(255).meta({
  examples: ["invoice-1042"],
  description:
    "Your own name for it; no two of your transactions that did not fail share one. A hold that ran out has failed.",
});

export const metadataSchema = z
  .record(
    z.string().regex(/^[A-Za-z][A-Za-z0-9_.-]{0,39}$/, "Keys are 1 to 40 letters and digits."),
    z
      .string()
      .max(500, "At most 500 characters.")
      .refine((text) => !text.includes("\0") && isWellFormed(text), wellFormedFault),
  )
  .refine((metadata) => Object.keys(metadata).length <= 50, { error: "At most 50 entries." })
  .meta({ examples: [{ order: "1042" }], description: "Up to 50 texts of your own." });

const guardSchema = z
  .strictObject({
    wallet_ref: refSchema,
    available_at_least: amountTextSchema
      .optional()
      .meta({ description: "So much is available after it, or more." }),
    balance_at_least: amountTextSchema
      .optional()
      .meta({ description: "So much is there after it, or more." }),
    version: z.int().min(0).optional().meta({ description: "The entry that it leads to." }),
  })
  .refine(
    (guard) =>
      [guard.available_at_least, guard.balance_at_least, guard.version].filter(
        (value) => value !== undefined,
      ).length === 1,
    { error: "Set exactly one of available_at_least, balance_at_least and version." },
  )
  .meta({ description: "Holds after the command, or nothing is done." });

/** What every command that moves money may carry. */
export const commandFields = {
  reference: referenceSchema.optional(),
  description: plainText(500).optional(),
  metadata: metadataSchema.optional(),
  guards: z
    .array(guardSchema)
    .min(1)
    .max(10)
    .optional()
    .meta({
      description:
        "Conditions on the wallets of this command. Each names one of available_at_least, balance_at_least and version, and " +
        "has to hold after the command; otherwise nothing is done and guard_failed is answered.",
      examples: [[{ wallet_ref: "01JD3Z8K4M6N7P8Q9R0S1T2V3W", available_at_least: "5000" }]],
    }),
  effective_at: askedMomentSchema.optional().meta({
    description:
      "When it counts for `by=effective`, in the past or in the future; now when it is left out. Only operators choose it: " +
      "funds are judged as they are when it is done.",
  }),
  scheduled_for: askedMomentSchema.optional().meta({
    description:
      "Does nothing before this moment; the transaction stands in INIT until then. Whoever may not ask for it any more at " +
      "that moment is told so by the failure authority_ended.",
  }),
  dry_run: z.boolean().optional().meta({
    description: "Answers what would be answered, and writes nothing.",
  }),
};

export const moneyFields = { amount: amountTextSchema, currency: currencySchema };

/** The fields of a promise instead of a movement. */
export const holdFields = {
  hold: z.boolean().optional().meta({ description: "Promises the money instead of moving it." }),
  expires_at: askedMomentSchema.optional().meta({
    description: "When an unfulfilled promise ends by itself.",
  }),
};

type MoneyBody = {
  readonly wallet_ref?: Ref | undefined;
  readonly source_wallet_ref?: Ref | undefined;
  readonly destination_wallet_ref?: Ref | undefined;
  readonly amount: string;
  readonly currency: string;
  readonly hold?: boolean | undefined;
  readonly expires_at?: string | undefined;
  readonly guards?: readonly z.output<typeof guardSchema>[] | undefined;
};

/** Checks what only several fields together can tell. Zod shows each fault at its own pointer. */
export function checkMoney(body: MoneyBody, context: z.RefinementCtx): void {
  const amount = parsePositiveAmount(body.amount, body.currency);
  if (typeof amount === "string") {
    context.addIssue({
      code: "custom",
      path: ["amount"],
      message: describeAmountFault(amount, body.currency),
    });
  }
  if (body.expires_at !== undefined && body.hold !== true) {
    context.addIssue({
      code: "custom",
      path: ["expires_at"],
      message: 'Only a hold expires: send "hold": true with it.',
    });
  }
  const own = [body.wallet_ref, body.source_wallet_ref, body.destination_wallet_ref];
  for (const [index, guard] of (body.guards ?? []).entries()) {
    if (!own.includes(guard.wallet_ref)) {
      context.addIssue({
        code: "custom",
        path: ["guards", index, "wallet_ref"],
        message: "A guard is about a wallet that this command moves money of.",
      });
    }
    for (const name of ["available_at_least", "balance_at_least"] as const) {
      const text = guard[name];
      const least = text === undefined ? 0n : parseAmount(text, body.currency);
      if (typeof least === "bigint") continue;
      context.addIssue({
        code: "custom",
        path: ["guards", index, name],
        message: describeAmountFault(least, body.currency),
      });
    }
  }
}

/** The amount of a body that was checked, in minor units. */
export function minorUnitsOf(text: string, currency: string): string {
  const amount = parseAmount(text, currency);
  if (typeof amount === "string") throw new Error(`An unchecked amount came through: ${amount}.`);
  return amount.toString();
}

type CommonBody = MoneyBody & {
  readonly reference?: string | undefined;
  readonly description?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  readonly effective_at?: string | undefined;
};

/** The parts of a wish that all commands share. What was left out stays out, so that it is hashed as it was meant. */
export function commonWishOf(body: CommonBody) {
  const { currency, reference, description, metadata, effective_at, guards } = body;
  return {
    currency,
    amount: minorUnitsOf(body.amount, currency),
    ...(reference !== undefined && { reference }),
    ...(description !== undefined && { description }),
    ...(metadata !== undefined && { metadata }),
    ...(effective_at !== undefined && { effective_at }),
    ...(guards !== undefined && { guards: guards.map((guard) => guardOf(guard, currency)) }),
    ...(body.hold === true && {
      is_hold: true,
      ...(body.expires_at !== undefined && { expires_at: body.expires_at }),
    }),
  } satisfies Partial<Wish>;
}

function guardOf(guard: z.output<typeof guardSchema>, currency: string) {
  const { wallet_ref, available_at_least, balance_at_least, version } = guard;
  if (version !== undefined) return { wallet_ref, name: "version" as const, value: `${version}` };
  return available_at_least === undefined
    ? {
        wallet_ref,
        name: "balance_at_least" as const,
        value: minorUnitsOf(balance_at_least ?? "", currency),
      }
    : {
        wallet_ref,
        name: "available_at_least" as const,
        value: minorUnitsOf(available_at_least, currency),
      };
}
