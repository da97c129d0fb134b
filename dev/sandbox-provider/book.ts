// What the sandbox remembers, in one file: a provider that forgets payments when it restarts would be no provider.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

export type ChargeStatus =
  | "PENDING"
  | "PAID"
  | "FAILED"
  | "EXPIRED"
  | "CANCELLED"
  | "PARTIALLY_REFUNDED"
  | "REFUNDED"
  | "CHARGEBACK";

export type SandboxCharge = {
  readonly id: string;
  reference: string;
  amount: string;
  currency: string;
  readonly description: string;
  readonly return_url: string;
  readonly expires_at: string;
  status: ChargeStatus;
  refunded_amount: string;
  charged_back_amount: string;
  settled: boolean;
  failure_reason: string | null;
  readonly refunds: string[];
};

export type SandboxPayout = {
  readonly id: string;
  readonly reference: string;
  readonly amount: string;
  readonly currency: string;
  readonly account_number: string;
  status: "SENT" | "COMPLETED" | "FAILED" | "REVERSED";
  failure_reason: string | null;
};

type Content = { readonly charges: SandboxCharge[]; readonly payouts: SandboxPayout[] };

export type Book = {
  readonly charges: Map<string, SandboxCharge>;
  readonly payouts: Map<string, SandboxPayout>;
  readonly save: () => void;
};

/** Opens the book in a file, or in memory where there is none. */
export function openBook(file: string | undefined): Book {
  const content: Content =
    file !== undefined && existsSync(file)
      ? JSON.parse(readFileSync(file, "utf8"))
      : { charges: [], payouts: [] };
  const charges = new Map(content.charges.map((charge) => [charge.id, charge]));
  const payouts = new Map(content.payouts.map((payout) => [payout.id, payout]));
  return {
    charges,
    payouts,
    save: () => {
      if (file === undefined) return;
      mkdirSync(dirname(file), { recursive: true });
      const text = JSON.stringify({
        charges: [...charges.values()],
        payouts: [...payouts.values()],
      });
      // Renamed into place, so that a process that is killed leaves a whole book.
      writeFileSync(`${file}.new`, text);
      renameSync(`${file}.new`, file);
    },
  };
}
