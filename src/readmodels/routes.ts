import type { Context } from "hono";
import { answerList, type Place } from "../platform/answer-list.ts";
import type { EndpointSpec } from "../platform/endpoint.ts";
import { pageBodyOf } from "../platform/list.ts";
import {
  createRoutes,
  type Routes,
  type RouteVariables,
  reply,
  replyWritten,
} from "../platform/routes.ts";
import {
  abandonRebuildEndpoint,
  connectLiveEndpoint,
  getDailySummaryEndpoint,
  getProjectionEndpoint,
  listProjectedEntriesEndpoint,
  listProjectionsEndpoint,
  listTransactionFactsEndpoint,
  listWalletHistoryEndpoint,
  listWalletSnapshotsEndpoint,
  rebuildProjectionEndpoint,
} from "./endpoints.ts";
import { factSchema } from "./fact.ts";
import { historyRowSchema, ledgerEntrySchema, snapshotSchema } from "./history-row.ts";
import { bearerAmong } from "./live-message.ts";
import type { ProjectedPage } from "./projected-page.ts";
import type { ReadmodelsService } from "./service.ts";

// What these routes need from the request. `src/app.ts` provides it; a test provides a stand-in.
type ReadmodelsEnv = { Variables: RouteVariables & { readmodels: ReadmodelsService } };
type Row = Readonly<Record<string, unknown>>;

const routes = createRoutes<ReadmodelsEnv>();

// Whoever connects from a browser says who they are in the one header that it lets them choose.
routes.app.use("/v1/wallets/:ref/live", async (c, next) => {
  const bearer = bearerAmong(c.req.header("sec-websocket-protocol"));
  if (bearer !== null && c.req.header("authorization") === undefined) {
    const headers = new Headers(c.req.raw.headers);
    headers.set("authorization", `Bearer ${bearer}`);
    c.req.raw = new Request(c.req.raw, { headers });
  }
  await next();
});

export const readmodelsRoutes = addProjectionRoutes(addAnalyticsRoutes(addWalletRoutes(routes)));

function addWalletRoutes(to: Routes<ReadmodelsEnv>): Routes<ReadmodelsEnv> {
  return to
    .on(listWalletHistoryEndpoint, (c, { caller, params, query }) => {
      const { limit, cursor, min_version: minVersion, ...filters } = query;
      const readPage = (place: Place) =>
        c.var.readmodels.history(caller, { walletRef: params.ref, filters, minVersion, ...place });
      const columns = Object.keys(historyRowSchema.shape);
      return answerProjected(c, listWalletHistoryEndpoint, { limit, cursor }, readPage, columns);
    })
    .on(listWalletSnapshotsEndpoint, (c, { caller, params, query }) => {
      const { limit, cursor, ...filters } = query;
      const readPage = (place: Place) =>
        c.var.readmodels.snapshots(caller, { walletRef: params.ref, filters, ...place });
      const columns = Object.keys(snapshotSchema.shape);
      return answerProjected(c, listWalletSnapshotsEndpoint, { limit, cursor }, readPage, columns);
    })
    .on(connectLiveEndpoint, (c, { caller, params, query, headers }) =>
      c.var.readmodels.live(caller, {
        walletRef: params.ref,
        afterVersion: query.after_version,
        upgrade: headers.upgrade,
        protocols: headers["sec-websocket-protocol"],
      }),
    );
}

function addAnalyticsRoutes(to: Routes<ReadmodelsEnv>): Routes<ReadmodelsEnv> {
  return to
    .on(listProjectedEntriesEndpoint, (c, { query }) => {
      const { limit, cursor, ...filters } = query;
      const readPage = (place: Place) => c.var.readmodels.ledgerEntries({ filters, ...place });
      const columns = Object.keys(ledgerEntrySchema.shape);
      return answerProjected(c, listProjectedEntriesEndpoint, { limit, cursor }, readPage, columns);
    })
    .on(listTransactionFactsEndpoint, (c, { query }) => {
      const { limit, cursor, ...filters } = query;
      const readPage = (place: Place) => c.var.readmodels.transactionFacts({ filters, ...place });
      const columns = Object.keys(factSchema.shape);
      return answerProjected(c, listTransactionFactsEndpoint, { limit, cursor }, readPage, columns);
    })
    .on(getDailySummaryEndpoint, async (c, { query }) =>
      reply(getDailySummaryEndpoint, 200, await c.var.readmodels.dailySummary(query.date)),
    );
}

function addProjectionRoutes(to: Routes<ReadmodelsEnv>): Routes<ReadmodelsEnv> {
  return to
    .on(listProjectionsEndpoint, async (c) =>
      reply(listProjectionsEndpoint, 200, { data: await c.var.readmodels.projections() }),
    )
    .on(getProjectionEndpoint, async (c, { params }) =>
      reply(getProjectionEndpoint, 200, await c.var.readmodels.projection(params.name)),
    )
    .on(rebuildProjectionEndpoint, async (c, { caller, write, params, body }) => {
      const input = { write, name: params.name, timeZone: body.time_zone };
      const written = await c.var.readmodels.rebuild(caller, input);
      return replyWritten(rebuildProjectionEndpoint, 202, written);
    })
    .on(abandonRebuildEndpoint, async (c, { caller, write, params }) => {
      const written = await c.var.readmodels.abandonRebuild(caller, { write, name: params.name });
      return replyWritten(abandonRebuildEndpoint, 200, written);
    });
}

type ReadPage<ListedRow> = ProjectedPage<ListedRow> & { readonly hasMinVersion?: boolean };

/** A page, or the whole list as the export that was asked for. */
function answerProjected<ListedRow extends Row>(
  c: Context<ReadmodelsEnv>,
  spec: EndpointSpec,
  place: Place,
  readPage: (place: Place) => Promise<ReadPage<ListedRow>>,
  columns: readonly string[],
): Promise<Response> {
  return answerList(c, {
    place,
    readPage,
    columns,
    fileName: spec.operationId.replace("list", "").toLowerCase(),
    answer: (page) =>
      reply(spec, 200, {
        ...pageBodyOf(page),
        consistency: "eventual",
        as_of: page.asOf,
        ...(page.hasMinVersion !== undefined && { has_min_version: page.hasMinVersion }),
      }),
  });
}
