import { z } from "zod";
import { refSchema } from "../platform/ids.ts";
import {
  amountTextSchema,
  currencySchema,
  describeAmountFault,
  parsePositiveAmount,
} from "../platform/money.ts";
import { validationProblem } from "../platform/validation.ts";
import { allocate, type Share } from "./allocate.ts";
import type { CommandLeg, Wish } from "./command.ts";
import { commandFields, commonWishOf } from "./command-fields.ts";

const addressFields = {
  wallet_ref: refSchema.optional(),
  account_ref: refSchema.optional(),
  alias: z
    .string()
    .regex(/^@[a-z][a-z0-9_]{0,49}$/, "Expected an alias such as @fees.")
    .optional(),
};
type Address = z.output<z.ZodObject<typeof addressFields>>;
const namesOne = ({ wallet_ref, account_ref, alias }: Address) =>
  [wallet_ref, account_ref, alias].filter((each) => each !== undefined).length === 1;
const oneAddress = { error: "Name exactly one of wallet_ref, account_ref and alias." };

const legSchema = z
  .strictObject({
    ...addressFields,
    direction: z.enum(["DEBIT", "CREDIT"]),
    amount: amountTextSchema,
    currency: currencySchema,
  })
  .refine(namesOne, oneAddress);

const shareSchema = z
  .strictObject({
    ...addressFields,
    amount: amountTextSchema.optional(),
    percent: z
      .string()
      .regex(/^(?:0|[1-9]\d{0,2})(?:\.\d{1,6})?$/, 'Expected a percentage such as "12.5".')
      .optional(),
    rest: z.literal(true).optional(),
  })
  .refine(namesOne, oneAddress)
  .refine(
    ({ amount, percent, rest }) =>
      [amount, percent, rest].filter((each) => each !== undefined).length === 1,
    { error: "Give exactly one of amount, percent and rest." },
  );

const endSchema = z.strictObject(addressFields).refine(namesOne, oneAddress);
const maxLegs = 100;

const wholeNumberSchema = z
  .string()
  .regex(/^[1-9]\d{0,29}$/, 'Expected a whole number above zero, such as "15650".');

const details = {
  type: z.enum(["POSTING", "FEE", "EXCHANGE"]).default("POSTING"),
  rate: z
    .strictObject({
      numerator: wholeNumberSchema,
      denominator: wholeNumberSchema,
    })
    .optional()
    .meta({ description: "The quoted rate of an exchange, as two whole numbers." }),
  reference: commandFields.reference,
  description: commandFields.description,
  metadata: commandFields.metadata,
  effective_at: commandFields.effective_at,
  dry_run: commandFields.dry_run,
};

/** Any balanced set of legs, or a split of one amount from one to many or from many to one. */
export const legsBody = z.strictObject({
  ...details,
  legs: z.array(legSchema).min(2).max(maxLegs).optional(),
  amount: amountTextSchema.optional(),
  currency: currencySchema.optional(),
  source: endSchema.optional(),
  sources: z.array(shareSchema).min(1).max(maxLegs).optional(),
  destination: endSchema.optional(),
  destinations: z.array(shareSchema).min(1).max(maxLegs).optional(),
});

export type LegsBody = z.output<typeof legsBody>;
type Fault = { readonly path: (string | number)[]; readonly message: string };
function legsAsGiven(legs: readonly z.output<typeof legSchema>[], faults: Fault[]): CommandLeg[] {
  const sums = new Map<string, bigint>();
  const posted: CommandLeg[] = [];
  for (const [index, leg] of legs.entries()) {
    const amount = parsePositiveAmount(leg.amount, leg.currency);
    if (typeof amount === "string") {
      faults.push({
        path: ["legs", index, "amount"],
        message: describeAmountFault(amount, leg.currency),
      });
      continue;
    }
    const signed = leg.direction === "DEBIT" ? amount : -amount;
    sums.set(leg.currency, (sums.get(leg.currency) ?? 0n) + signed);
    posted.push(legOf(leg, leg.direction, amount, leg.currency));
  }
  if (faults.length > 0) return posted;
  for (const [currency, sum] of sums) {
    if (sum === 0n) continue;
    faults.push({ path: ["legs"], message: `Debits and credits differ in ${currency}.` });
  }
  return posted;
}

function legsOfSplit(body: LegsBody, faults: Fault[]): CommandLeg[] {
  const { amount: text, currency } = body;
  if (text === undefined || currency === undefined) {
    faults.push({ path: ["legs"], message: "Send legs, or an amount and a currency to split." });
    return [];
  }
  const amount = parsePositiveAmount(text, currency);
  if (typeof amount === "string") {
    faults.push({ path: ["amount"], message: describeAmountFault(amount, currency) });
    return [];
  }
  return [
    ...sideOf("DEBIT", body.source, body.sources, "source", amount, currency, faults),
    ...sideOf(
      "CREDIT",
      body.destination,
      body.destinations,
      "destination",
      amount,
      currency,
      faults,
    ),
  ];
}

function sideOf(
  direction: "DEBIT" | "CREDIT",
  one: Address | undefined,
  many: readonly z.output<typeof shareSchema>[] | undefined,
  name: string,
  amount: bigint,
  currency: string,
  faults: Fault[],
): CommandLeg[] {
  if ((one === undefined) === (many === undefined)) {
    faults.push({ path: [name], message: `Send either ${name} or ${name}s.` });
    return [];
  }
  if (one) return [legOf(one, direction, amount, currency)];
  const shares: Share[] = [];
  for (const [index, each] of (many ?? []).entries()) {
    const share = shareOf(each, currency);
    if ("fault" in share)
      faults.push({ path: [`${name}s`, index, "amount"], message: share.fault });
    else shares.push(share);
  }
  if (shares.length !== many?.length) return [];
  const allocated = allocate(amount, shares);
  if (typeof allocated === "string") {
    faults.push({ path: [`${name}s`], message: allocated });
    return [];
  }
  return (many ?? []).flatMap((share, index) => {
    const part = allocated[index] ?? 0n;
    return part === 0n ? [] : [legOf(share, direction, part, currency)];
  });
}

function shareOf(
  share: z.output<typeof shareSchema>,
  currency: string,
): Share | { readonly fault: string } {
  if (share.amount !== undefined) {
    const fixed = parsePositiveAmount(share.amount, currency);
    return typeof fixed === "bigint" ? { fixed } : { fault: describeAmountFault(fixed, currency) };
  }
  return share.percent === undefined ? { rest: true } : { percent: share.percent };
}

function legOf(
  { wallet_ref, account_ref, alias }: Address,
  direction: "DEBIT" | "CREDIT",
  amount: bigint,
  currency: string,
): CommandLeg {
  return {
    ...(wallet_ref !== undefined && { wallet_ref }),
    ...(account_ref !== undefined && { account_ref }),
    ...(alias !== undefined && { alias }),
    direction,
    amount: amount.toString(),
    currency,
  };
}

const splitFields = [
  "amount",
  "currency",
  "source",
  "sources",
  "destination",
  "destinations",
] as const;

/** Of legs and a split together one would be ignored, and nobody could say which was meant. */
function doubleFaults(body: LegsBody): Fault[] {
  if (body.legs === undefined) return [];
  return splitFields
    .filter((name) => body[name] !== undefined)
    .map((name) => ({ path: [name], message: "Send either legs or an amount to split." }));
}

/** The wish of a body, or every fault of it at once. Its amount is what its first currency is debited. */
export function legsWish(body: LegsBody): Wish {
  const faults = doubleFaults(body);
  const legs = body.legs ? legsAsGiven(body.legs, faults) : legsOfSplit(body, faults);
  if (faults.length > 0) {
    throw validationProblem(
      faults.map(({ path, message }) => ({ in: "body", pointer: `/${path.join("/")}`, message })),
    );
  }
  const currency = legs[0]?.currency ?? "";
  const total = legs
    .filter((leg) => leg.currency === currency && leg.direction === "DEBIT")
    .reduce((sum, leg) => sum + BigInt(leg.amount), 0n);
  const { reference, description, metadata, effective_at } = body;
  return {
    ...commonWishOf({ amount: "0", currency, reference, description, metadata, effective_at }),
    type: body.type,
    amount: total.toString(),
    source_wallet_ref: null,
    destination_wallet_ref: null,
    legs,
    ...(body.rate && { details: { rate: body.rate } }),
  };
}
