import { answerList } from "../platform/answer-list.ts";
import { exportFormatOf, streamExport } from "../platform/export.ts";
import { pageBodyOf } from "../platform/list.ts";
import { type Routes, type RouteVariables, reply, replyWritten } from "../platform/routes.ts";
import { boundOf } from "./bound.ts";
import {
  getWalletBalanceEndpoint,
  getWalletStatementEndpoint,
  listWalletLimitsEndpoint,
  listWalletMutationsEndpoint,
  removeWalletLimitEndpoint,
  setWalletLimitEndpoint,
  setWalletOverdraftEndpoint,
} from "./money-endpoints.ts";
import { mutationSchema } from "./mutation.ts";
import type { WalletsService } from "./service.ts";
import { statementColumns, statementRowsOf } from "./statement.ts";

// What these routes need from the request. `src/app.ts` provides it; a test provides a stand-in.
export type WalletsEnv = { Variables: RouteVariables & { wallets: WalletsService } };

/** What a wallet holds, what happened to it, and how much may happen. */
export function addMoneyRoutes(routes: Routes<WalletsEnv>): Routes<WalletsEnv> {
  return addSettingRoutes(addReadingRoutes(routes));
}

function addReadingRoutes(routes: Routes<WalletsEnv>): Routes<WalletsEnv> {
  return routes
    .on(getWalletBalanceEndpoint, async (c, { caller, params, query }) => {
      const { consistency, min_version: minVersion, ...past } = query;
      const input = {
        walletRef: params.ref,
        past,
        minVersion,
        mayBeOld: consistency === "eventual",
      };
      return reply(getWalletBalanceEndpoint, 200, await c.var.wallets.balance(caller, input));
    })
    .on(listWalletMutationsEndpoint, async (c, { caller, params, query }) => {
      const { limit, cursor, ...filters } = query;
      const list = { walletRef: params.ref, filters };
      return answerList(c, {
        place: { limit, cursor },
        readPage: (place) => c.var.wallets.mutations(caller, { ...list, ...place }),
        columns: Object.keys(mutationSchema.shape),
        fileName: "mutations",
        answer: (page) => reply(listWalletMutationsEndpoint, 200, pageBodyOf(page)),
      });
    })
    .on(getWalletStatementEndpoint, async (c, { caller, params, query }) => {
      const input = { walletRef: params.ref, range: query };
      const statement = await c.var.wallets.statement(caller, input);
      const format = exportFormatOf(c.req.header("accept"));
      if (!format) return reply(getWalletStatementEndpoint, 200, statement);
      const rows = async () => ({ rows: statementRowsOf(statement), nextCursor: null });
      return streamExport(format, statementColumns, rows, "statement");
    })
    .on(listWalletLimitsEndpoint, async (c, { caller, params }) =>
      reply(listWalletLimitsEndpoint, 200, {
        data: await c.var.wallets.limits(caller, params.ref),
      }),
    );
}

function addSettingRoutes(routes: Routes<WalletsEnv>): Routes<WalletsEnv> {
  return routes
    .on(setWalletLimitEndpoint, async (c, { caller, write, params, body }) => {
      const written = await c.var.wallets.setLimit(caller, {
        write,
        walletRef: params.ref,
        direction: body.direction,
        period: body.period,
        most: boundOf(body),
        timeZone: body.time_zone,
      });
      return replyWritten(setWalletLimitEndpoint, 200, written);
    })
    .on(removeWalletLimitEndpoint, async (c, { caller, write, params }) => {
      const input = { write, walletRef: params.ref, limitRef: params.limit_ref };
      const written = await c.var.wallets.removeLimit(caller, input);
      return replyWritten(removeWalletLimitEndpoint, 200, written);
    })
    .on(setWalletOverdraftEndpoint, async (c, { caller, write, params, body }) => {
      const input = { write, walletRef: params.ref, overdraft: boundOf(body) };
      const written = await c.var.wallets.setOverdraft(caller, input);
      return replyWritten(setWalletOverdraftEndpoint, 200, written);
    });
}
