import { z } from "zod";

export const defaultPageSize = 20;
export const maxPageSize = 100;

/** What every list takes beside its own filters. */
export const pageQuery = {
  limit: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, `Expected a whole number from 1 to ${maxPageSize}.`)
    .transform((text) => Number.parseInt(text, 10))
    .pipe(z.int().max(maxPageSize, `At most ${maxPageSize}.`))
    .prefault(String(defaultPageSize))
    .meta({ description: "How many rows a page has." }),
  cursor: z
    .string()
    .max(2_000)
    .optional()
    .meta({ description: "The next_cursor of the page before." }),
};

export type Page<Row> = { readonly rows: readonly Row[]; readonly nextCursor: string | null };

/** The reply of a list of such rows. */
export function pageSchema<Row extends z.ZodType>(row: Row) {
  return z.object({
    data: z.array(row),
    next_cursor: z.string().nullable().meta({ description: "Null on the last page." }),
  });
}

/** A page as its reply shows it. */
export function pageBodyOf<Row>({ rows, nextCursor }: Page<Row>) {
  return { data: [...rows], next_cursor: nextCursor };
}

/** One row more than the page was read, to learn whether another page follows without counting. */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  cursorAfter: (row: Row) => string,
): Page<Row> {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, nextCursor: rows.length > limit && last ? cursorAfter(last) : null };
}
