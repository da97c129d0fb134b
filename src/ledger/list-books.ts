import { asc } from "drizzle-orm";
import { answered } from "../platform/database.ts";
import type { Book } from "./account.ts";
import type { LedgerDeps } from "./deps.ts";
import { books } from "./schema.ts";

/** All books; there are as many as an operator has made, which is few. */
export async function listBooks(deps: LedgerDeps): Promise<Book[]> {
  const rows = await answered(deps.database.tables.select().from(books).orderBy(asc(books.name)));
  return rows.map((row) => ({
    book_ref: row.bookRef,
    name: row.name,
    created_at: row.createdAt.toISOString(),
  }));
}
