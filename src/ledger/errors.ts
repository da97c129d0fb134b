import { type Catalogue, problemsOf } from "../platform/problem.ts";

export const ledgerCatalogue = {
  journal_not_found: {
    status: 404,
    title: "Journal not found",
    meaning: "There is no such journal.",
    remedy: "Check the ref; list the journals with GET /v1/ledger/journals.",
    fields: { journal_ref: "The ref that was asked for." },
  },
} as const satisfies Catalogue;

export const ledgerProblem = problemsOf(ledgerCatalogue);
