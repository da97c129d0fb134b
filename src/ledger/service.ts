import type { Ref } from "../platform/ids.ts";
import { aloneOrRefused } from "../platform/job-lease.ts";
import type { Page } from "../platform/list.ts";
import type { Account, Book } from "./account.ts";
import { callFunction } from "./call-function.ts";
import type { LedgerDeps } from "./deps.ts";
import type { Entry } from "./entry.ts";
import { getJournal } from "./get-journal.ts";
import type { Integrity } from "./integrity.ts";
import type { Journal, JournalWithEntries } from "./journal.ts";
import { type ListAccountsInput, listAccounts } from "./list-accounts.ts";
import { listBooks } from "./list-books.ts";
import { type ListEntriesInput, listEntries } from "./list-entries.ts";
import { type ListJournalsInput, listJournals } from "./list-journals.ts";
import { runVerification } from "./run-verification.ts";
import { verifyBooks } from "./verify-books.ts";

export type LedgerService = {
  listBooks(): Promise<Book[]>;
  listAccounts(input: ListAccountsInput): Promise<Page<Account>>;
  listJournals(input: ListJournalsInput): Promise<Page<Journal>>;
  getJournal(journalRef: Ref): Promise<JournalWithEntries>;
  listEntries(input: ListEntriesInput): Promise<Page<Entry>>;
  verifyBooks(): Promise<Integrity>;
  runVerification(): Promise<Integrity>;
};

/** The module's table of contents: a line for each verb, a file for each line. */
export function createLedgerService(deps: LedgerDeps): LedgerService {
  const call = callFunction(deps.database);
  return {
    listBooks: () => listBooks(deps),
    listAccounts: (input) => listAccounts(deps, input),
    listJournals: (input) => listJournals(deps, input),
    getJournal: (journalRef) => getJournal(deps, journalRef),
    listEntries: (input) => listEntries(deps, input),
    verifyBooks: () => aloneOrRefused(deps, "ledger.integrity", () => verifyBooks({ call })),
    runVerification: () => runVerification({ call }),
  };
}
