import { z } from "zod";
import { platformProblem } from "../platform/errors.ts";
import { log } from "../platform/log.ts";
import { type BalanceCopy, balanceCopySchema } from "./balance-copy.ts";

/** One of the objects that write copies to the edge; each has its own share of the wallets. */
export type CopyWriter = { readonly put: (copies: string) => Promise<void> };

export const copyWriters = 4;

const attempts = 3;
const reportSchema = z.object({ copies: z.array(balanceCopySchema) });

/** Hands copies to those who write them. The same wallet always goes to the same one, so that none overtakes another. */
export async function forwardCopies(
  writerOf: (share: number) => CopyWriter,
  report: unknown,
): Promise<void> {
  const shares = Map.groupBy(reportSchema.parse(report).copies, shareOf);
  await Promise.all(
    [...shares].map(([share, copies]) => persistently(() => writerOf(share), copies)),
  );
}

function shareOf({ wallet_ref }: BalanceCopy): number {
  return (wallet_ref.codePointAt(wallet_ref.length - 1) ?? 0) % copyWriters;
}

/** Says that it passes by itself: what the wallets hold then is handed over later. */
function unwritten(cause: unknown): Error {
  return Object.assign(platformProblem("database_unavailable", "Copies could not be kept."), {
    cause,
  });
}

/** A stub stays broken after an exception, so each attempt has its own. */
async function persistently(open: () => CopyWriter, copies: readonly BalanceCopy[]): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await open().put(JSON.stringify(copies));
    } catch (error) {
      log("warn", "balance_copies_lost", { attempt, error: String(error) });
      if (attempt === attempts) throw unwritten(error);
    }
  }
}
