import { platformCatalogue } from "../platform/errors.ts";
import { type Catalogue, Problem } from "../platform/problem.ts";
import { walletCatalogue } from "../wallets/index.ts";
import type { Reply } from "./command.ts";
import { transactionCatalogue } from "./errors.ts";

/** Every code that a money command may be refused with, in the words of the context that owns it. */
export const refusalCatalogue: Catalogue = {
  ...platformCatalogue,
  ...walletCatalogue,
  ...transactionCatalogue,
};

/** A refusal as the problem that its sender is told. */
export function refusalOf(reply: Reply): Problem {
  const code = reply.code ?? "";
  const entry = refusalCatalogue[code];
  if (!entry) throw new Error(`A command ended in ${code}, which no catalogue has.`);
  const fields = reply.fields ?? {};
  const named = reply.transaction_ref;
  return new Problem(
    code,
    entry,
    detailOf(code, fields) ?? entry.meaning,
    { ...fields, ...(named !== undefined && { transaction_ref: named }) },
    {
      "Idempotency-Replayed": String(reply.replayed ?? false),
      ...(entry.status === 503 && { "Retry-After": "1" }),
    },
  );
}

/** Says the figures of the refusals that people meet most, so that nobody has to add them up. */
function detailOf(code: string, fields: Readonly<Record<string, unknown>>): string | undefined {
  const { currency, required, available, remaining, limit, used, requested } = fields;
  switch (code) {
    case "insufficient_funds":
      return `This needs ${required} ${currency}, and ${available} ${currency} is available.`;
    case "amount_exceeds_remaining":
      return `Only ${remaining} ${currency} is left.`;
    case "limit_exceeded":
      if (limit === undefined) return "The other wallet has a limit that this would go beyond.";
      return `The limit is ${limit} ${currency}; ${used} is used and this would add ${requested}.`;
    case "currency_mismatch":
      return `The wallet is kept in ${fields.account_currency}.`;
    case "wallet_frozen":
      return `The wallet is frozen for this direction (${fields.direction}).`;
    case "guard_failed":
      return `${fields.guard} asked for ${required}, and it would have been ${fields.found}.`;
    default:
      return undefined;
  }
}
