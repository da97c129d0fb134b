import { z } from "zod";
import { idempotencyKeySchema } from "../platform/intent.ts";
import { type Fault, faultsIn, plainly } from "../platform/validation.ts";
import {
  topUpBody,
  topUpWish,
  transferBody,
  transferWish,
  withdrawBody,
  withdrawWish,
} from "./bodies.ts";
import type { Wish } from "./command.ts";
import { legsBody, legsWish } from "./legs-body.ts";

export const bulkTypes = ["TRANSFER", "TOPUP", "WITHDRAWAL", "POSTING"] as const;

/** A chain is decided in one batch, and this is how much of one may belong together. */
export const maxChainCommands = 500;

const headSchema = z.object({
  idempotency_key: idempotencyKeySchema.unwrap(),
  type: z.enum(bulkTypes),
  chain: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .meta({
      description: "Items with the same one are done whole or not at all.",
      examples: ["both"],
    }),
});

/** An item as far as it is read before its type is known; the rest is the body of its type's own route. */
export const bulkItemSchema = headSchema.catchall(z.unknown());

// What travels at once cannot be rehearsed or put off.
const shownAs = <Shape extends z.ZodRawShape>(type: BulkItem["type"], shape: Shape) => {
  const { dry_run: _rehearsed, scheduled_for: _later, type: _type, ...own } = shape;
  return z.strictObject({ ...headSchema.shape, type: z.literal(type), ...own });
};

/** What the reference shows of an item. */
export const shownItemSchema = z.union([
  shownAs("TRANSFER", transferBody.shape),
  shownAs("TOPUP", topUpBody.shape),
  shownAs("WITHDRAWAL", withdrawBody.shape),
  shownAs("POSTING", legsBody.shape),
]);

export type BulkItem = z.output<typeof headSchema>;
export type ReadItem = {
  readonly item: BulkItem;
  /** Called last, because legs that do not balance are refused there. */
  readonly wish: () => Wish;
};

/** Stands for a line of which no item can be read, and keeps its place among the results. */
export const brokenLine = Symbol("a line that is not JSON");
const brokenLineFault = "This line is not JSON: send one whole object a line.";

const outsideBulk = "Not in bulk: send this one by itself.";

/** Reads an item as its type's own route would read its body, or names every fault of it. */
export function readItem(raw: unknown): ReadItem | readonly Fault[] {
  if (raw === brokenLine) return [{ in: "body", pointer: "", message: brokenLineFault }];
  const head = headSchema.safeParse(raw, plainly);
  if (!head.success) return faultsIn("body", head.error);
  const { idempotency_key: _key, type: _type, chain: _chain, ...body } = bulkItemSchema.parse(raw);
  const faults = ["dry_run", "scheduled_for"]
    .filter((name) => name in body)
    .map((name): Fault => ({ in: "body", pointer: `/${name}`, message: outsideBulk }));
  if (faults.length > 0) return faults;
  return readBody(head.data, body);
}

function readBody(item: BulkItem, body: unknown): ReadItem | readonly Fault[] {
  const read = <Body>(schema: z.ZodType<Body>, wishOf: (body: Body) => Wish) => {
    const parsed = schema.safeParse(body, plainly);
    return parsed.success
      ? { item, wish: () => wishOf(parsed.data) }
      : faultsIn("body", parsed.error);
  };
  switch (item.type) {
    case "TRANSFER":
      return read(transferBody, transferWish);
    case "TOPUP":
      return read(topUpBody, topUpWish);
    case "WITHDRAWAL":
      return read(withdrawBody, withdrawWish);
    case "POSTING":
      return read(legsBody, legsWish);
  }
}
