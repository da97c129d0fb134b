import type { Caller } from "../platform/caller.ts";
import type { WriteRequest } from "../platform/intent.ts";
import { problemBodyOf, type RequestFacts } from "../platform/render-error.ts";
import { reply } from "../platform/routes.ts";
import { chunksOf } from "./chunks-of.ts";
import { bulkEndpoint } from "./query-endpoints.ts";
import type { TransactionsService } from "./service.ts";
import type { BulkResult } from "./submit-bulk.ts";

// Enough to fill the batches of several lanes, and few enough for a stream's first results to come soon.
const linesAChunk = 1_000;

/** Answers all items at once. */
export async function answerBulk(
  transactions: TransactionsService,
  caller: Caller,
  write: WriteRequest,
  items: readonly unknown[],
  facts: RequestFacts,
): Promise<Response> {
  const results = await transactions.submitBulk(caller, { write, items });
  return reply(bulkEndpoint, 200, { results: shownOf(results, items, facts) });
}

/** Answers line by line while lines still arrive; neither side has to hold them all. */
export function streamBulk(
  transactions: TransactionsService,
  caller: Caller,
  write: WriteRequest,
  lines: ReadableStream<Uint8Array>,
  facts: RequestFacts,
): Response {
  const encoder = new TextEncoder();
  const chunks = chunksOf(lines, linesAChunk);
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value: items, done } = await chunks.next();
      if (done) {
        controller.close();
        return;
      }
      const results = await transactions.submitBulk(caller, { write, items });
      const shown = shownOf(results, items, facts);
      const text = shown.map((result) => `${JSON.stringify(result)}\n`).join("");
      controller.enqueue(encoder.encode(text));
    },
    async cancel() {
      await chunks.return(undefined);
    },
  });
  return new Response(body, { headers: { "content-type": "application/x-ndjson" } });
}

function shownOf(results: readonly BulkResult[], items: readonly unknown[], facts: RequestFacts) {
  return results.map((result, place) => {
    const idempotency_key = idempotencyKeyOf(items[place]);
    return "problem" in result
      ? {
          idempotency_key,
          status: result.problem.entry.status,
          problem: problemBodyOf(result.problem, facts),
        }
      : {
          idempotency_key,
          status: 201 as const,
          replayed: result.isReplayed,
          transaction: result.transaction,
        };
  });
}

/** By its key whoever sent an item finds it again, without counting places. */
function idempotencyKeyOf(item: unknown): string | null {
  const key: unknown =
    typeof item === "object" && item !== null && "idempotency_key" in item
      ? item.idempotency_key
      : null;
  return typeof key === "string" ? key : null;
}
