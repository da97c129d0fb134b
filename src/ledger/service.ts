import type { Page } from "../platform/list.ts";
import type { Account, Book } from "./account.ts";
import type { LedgerDeps } from "./deps.ts";
import { type ListAccountsInput, listAccounts } from "./list-accounts.ts";
import { listBooks } from "./list-books.ts";

export type LedgerService = {
  listBooks(): Promise<Book[]>;
  listAccounts(input: ListAccountsInput): Promise<Page<Account>>;
};

/** The module's table of contents: a line for each verb, a file for each line. */
export function createLedgerService(deps: LedgerDeps): LedgerService {
  return {
    listBooks: () => listBooks(deps),
    listAccounts: (input) => listAccounts(deps, input),
  };
}
