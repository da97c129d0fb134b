import { createHash } from "node:crypto";
import { queryAs } from "./database.ts";
import { newRef } from "./refs.ts";

export type LedgerReply = {
  readonly transaction_ref?: string;
  readonly recorded_at?: string;
  readonly amount?: string;
  readonly balances?: readonly (readonly [string, string, string, number])[];
  readonly code?: string;
  readonly fields?: Record<string, unknown>;
  readonly replayed?: boolean;
};

/** Who asks, where a test does not care. */
export const anyScope = "00000000000000000000000001";

/** Gives a command every ref and name that it does not bring itself. */
export function commandOf(n: number, command: Record<string, unknown>): Record<string, unknown> {
  return {
    n,
    transaction_ref: newRef(),
    journal_ref: newRef(),
    event_ref: newRef(),
    scope: anyScope,
    key: newRef(),
    operation: "test",
    request_hash: createHash("sha256").update(JSON.stringify(command)).digest("hex"),
    currency: "IDR",
    ...command,
  };
}

/** Sends a batch straight to the function that the lanes call, as the application's role. */
export async function applyCommands(
  appUrl: string,
  commands: readonly Record<string, unknown>[],
  lane = 0,
): Promise<LedgerReply[]> {
  const batch = commands.map((command, index) => commandOf(index + 1, command));
  const [row] = await queryAs<{ replies: string }>(
    appUrl,
    "select transactions.apply($1::integer, $2::jsonb) as replies",
    [lane, JSON.stringify(batch)],
  );
  return (row?.replies.split("\n") ?? []).map((reply) => JSON.parse(reply));
}
