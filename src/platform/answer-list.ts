import type { Context } from "hono";
import { exportFormatOf, streamExport } from "./export.ts";
import { maxPageSize, type Page } from "./list.ts";

type Row = Readonly<Record<string, unknown>>;

/** Where in a list somebody reads. */
export type Place = { readonly limit: number; readonly cursor: string | undefined };

type Listing<Read extends Page<Row>> = {
  readonly place: Place;
  readonly readPage: (place: Place) => Promise<Read>;
  /** The columns of a CSV. */
  readonly columns: readonly string[];
  readonly fileName: string;
  readonly answer: (page: Read) => Response;
};

/** Answers a list as it was asked for: a page of it, or all of it from there as an export. */
export async function answerList<Read extends Page<Row>>(
  c: Context,
  { place, readPage, columns, fileName, answer }: Listing<Read>,
): Promise<Response> {
  const format = exportFormatOf(c.req.header("accept"));
  if (!format) return answer(await readPage(place));
  const readOn = (after: string | null) =>
    readPage({ limit: maxPageSize, cursor: after ?? place.cursor });
  return streamExport(format, columns, readOn, fileName);
}
