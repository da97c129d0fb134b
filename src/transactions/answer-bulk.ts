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
  return reply(bulkEndpoint, 200, { results: results.map((result) => shownOf(result, facts)) });
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
      const text = results.map((result) => `${JSON.stringify(shownOf(result, facts))}\n`).join("");
      controller.enqueue(encoder.encode(text));
    },
    async cancel() {
      await chunks.return(undefined);
    },
  });
  return new Response(body, { headers: { "content-type": "application/x-ndjson" } });
}

function shownOf(result: BulkResult, facts: RequestFacts) {
  return "problem" in result
    ? { status: result.problem.entry.status, problem: problemBodyOf(result.problem, facts) }
    : { status: 201 as const, replayed: result.isReplayed, transaction: result.transaction };
}
