import { z } from "zod";
import { type Page, pageOf } from "../platform/list.ts";
import type { PaymentsDeps } from "./deps.ts";

export type PageInput = { readonly limit: number; readonly cursor: string | undefined };

/** A page of what a function lists newest first, after the ref that the cursor remembers. */
export async function pageOfRefs<Row extends z.ZodType>(
  { cursors }: PaymentsDeps,
  list: { readonly name: string; readonly bound: Readonly<Record<string, unknown>> },
  { limit, cursor }: PageInput,
  row: Row,
  read: (before: string | null, limit: number) => Promise<unknown>,
  refOf: (row: z.output<Row>) => string,
): Promise<Page<z.output<Row>>> {
  const before = cursors.open(list.name, list.bound, cursor);
  // One more than the page, to learn whether another follows.
  const rows = z.array(row).parse(await read(before, limit + 1));
  return pageOf(rows, limit, (last) => cursors.seal(list.name, list.bound, refOf(last)));
}
