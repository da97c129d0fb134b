import { answerList } from "../platform/answer-list.ts";
import type { Caller } from "../platform/caller.ts";
import type { WriteRequest } from "../platform/intent.ts";
import { pageBodyOf } from "../platform/list.ts";
import { factsOf } from "../platform/request-context.ts";
import { createRoutes, type RouteVariables, reply, replyWritten } from "../platform/routes.ts";
import { answerBulk, streamBulk } from "./answer-bulk.ts";
import {
  cancelEndpoint,
  captureEndpoint,
  postLegsEndpoint,
  reverseEndpoint,
  topUpEndpoint,
  transferEndpoint,
  voidEndpoint,
  withdrawEndpoint,
} from "./endpoints.ts";
import { filtersOf } from "./filters-of.ts";
import { listedTransactionSchema } from "./listed-transaction.ts";
import {
  bulkEndpoint,
  getTransactionEndpoint,
  listTransactionsEndpoint,
} from "./query-endpoints.ts";
import type { TransactionsService } from "./service.ts";
import type { Manner, Submitted } from "./submitted.ts";

// What these routes need from the request. `src/app.ts` provides it; a test provides a stand-in.
type TransactionsEnv = { Variables: RouteVariables & { transactions: TransactionsService } };

type MoneyRequest = {
  readonly caller: Caller;
  readonly write: WriteRequest;
  readonly body: {
    readonly dry_run?: boolean | undefined;
    readonly scheduled_for?: string | undefined;
  };
};

function mannerOf(prefer: string | undefined, { write, body }: MoneyRequest): Manner {
  return {
    write,
    isDryRun: body.dry_run,
    scheduledFor: body.scheduled_for,
    isAsync: /(^|[,;\s])respond-async($|[,;\s])/i.test(prefer ?? ""),
  };
}

/** All money routes answer alike, so one of them stands for the shape. */
function answer({ result, isReplayed, isAccepted }: Submitted): Response {
  // A rehearsal leaves nothing behind that could be looked at.
  const location = result.dry_run ? {} : { Location: `/v1/transactions/${result.transaction_ref}` };
  return isAccepted
    ? replyWritten(
        transferEndpoint,
        202,
        { result, isReplayed },
        { ...location, "Preference-Applied": "respond-async" },
      )
    : replyWritten(transferEndpoint, 201, { result, isReplayed }, location);
}

export const transactionsRoutes = createRoutes<TransactionsEnv>()
  .on(transferEndpoint, async (c, input) => {
    const manner = mannerOf(input.headers.prefer, input);
    const transactions = c.get("transactions");
    return answer(await transactions.transfer(input.caller, { manner, body: input.body }));
  })
  .on(topUpEndpoint, async (c, input) => {
    const manner = mannerOf(input.headers.prefer, input);
    return answer(await c.var.transactions.topUp(input.caller, { manner, body: input.body }));
  })
  .on(withdrawEndpoint, async (c, input) => {
    const manner = mannerOf(input.headers.prefer, input);
    return answer(await c.var.transactions.withdraw(input.caller, { manner, body: input.body }));
  })
  .on(
    bulkEndpoint,
    (c, { caller, write, body }) =>
      answerBulk(c.var.transactions, caller, write, body.items, factsOf(c)),
    (c, { caller, write, lines }) =>
      streamBulk(c.var.transactions, caller, write, lines, factsOf(c)),
  )
  .on(postLegsEndpoint, async (c, input) => {
    const manner = mannerOf(input.headers.prefer, {
      ...input,
      body: { dry_run: input.body.dry_run },
    });
    return answer(await c.var.transactions.postLegs(input.caller, { manner, body: input.body }));
  })
  .on(captureEndpoint, async (c, input) => {
    const manner = mannerOf(input.headers.prefer, { ...input, body: {} });
    const { caller, body, params } = input;
    return answer(
      await c.var.transactions.capture(caller, { manner, body, transactionRef: params.ref }),
    );
  })
  .on(voidEndpoint, async (c, input) => {
    const manner = mannerOf(input.headers.prefer, { ...input, body: {} });
    const { caller, body, params } = input;
    return answer(
      await c.var.transactions.void(caller, {
        manner,
        reason: body.reason,
        transactionRef: params.ref,
      }),
    );
  })
  .on(reverseEndpoint, async (c, input) => {
    const manner = mannerOf(input.headers.prefer, { ...input, body: {} });
    const { caller, body, params } = input;
    return answer(
      await c.var.transactions.reverse(caller, { manner, body, transactionRef: params.ref }),
    );
  })
  .on(cancelEndpoint, async (c, { caller, write, params }) => {
    const written = await c.var.transactions.cancel(caller, { write, transactionRef: params.ref });
    return replyWritten(cancelEndpoint, 200, written);
  })
  .on(listTransactionsEndpoint, async (c, { caller, query }) => {
    const { limit, cursor, ...rest } = query;
    const filters = filtersOf(rest);
    return answerList(c, {
      place: { limit, cursor },
      readPage: (place) => c.var.transactions.list(caller, { filters, ...place }),
      columns: Object.keys(listedTransactionSchema.shape),
      fileName: "transactions",
      answer: (page) => reply(listTransactionsEndpoint, 200, pageBodyOf(page)),
    });
  })
  .on(getTransactionEndpoint, async (c, { caller, params }) =>
    reply(getTransactionEndpoint, 200, await c.var.transactions.get(caller, params.ref)),
  );
