// The product over a large database, asked in this process, and the plans of what it asked of the database.
import { readFileSync, statSync } from "node:fs";
import { Hono } from "hono";
import { auditRoutes } from "../../src/audit/index.ts";
import { configOf } from "../../src/config.ts";
import { ledgerRoutes } from "../../src/ledger/index.ts";
import { bareCaller, scopes } from "../../src/platform/caller.ts";
import { eventRoutes } from "../../src/platform/dead-letter-routes.ts";
import type { Authenticate } from "../../src/platform/operator-key.ts";
import { renderError } from "../../src/platform/render-error.ts";
import { factsOf, requestContext } from "../../src/platform/request-context.ts";
import type { RouteVariables } from "../../src/platform/routes.ts";
import { readmodelsRoutes } from "../../src/readmodels/index.ts";
import { type Services, servicesOf } from "../../src/services.ts";
import { directLanes, transactionsRoutes } from "../../src/transactions/index.ts";
import { walletsRoutes } from "../../src/wallets/index.ts";
import { type Plan, plansIn } from "./plans.ts";

export type Asked = {
  readonly method?: "GET" | "POST";
  readonly path: string;
  readonly body?: unknown;
  /** A customer asks; without one, an operator does. */
  readonly owner?: string;
};

/** A function of the database that no route asks, as the Worker asks it by itself. */
export type Call = { readonly sql: string; readonly parameters: readonly unknown[] };

export type Answered = {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly ms: number;
  readonly plans: readonly Plan[];
};

export type ExplainedBank = { readonly ask: (asked: Asked | Call) => Promise<Answered> };

const operatorKey = `saku_test_${"E".repeat(32)}`;

export function openExplainedBank(
  appUrl: string,
  proxyUrl: string,
  logFile: string,
): ExplainedBank {
  const secret = "explained".repeat(4);
  const config = configOf({
    ENVIRONMENT: "test",
    DATABASE_URL: appUrl,
    NEON_PROXY_URL: proxyUrl,
    OPERATOR_KEY: operatorKey,
    CURSOR_SECRET: secret,
    IDENTITY_PEPPER: secret,
    IDENTITY_KEK: secret,
    IDENTITY_TOKEN_SECRET: secret,
    PAYMENT_PROVIDERS: "{}",
    WALLET_LANES: "0",
  });
  const services = servicesOf(config, directLanes);
  // What is explained is not who may ask: a customer's key is their ref.
  const authenticate: Authenticate = async (key, from) =>
    key === operatorKey
      ? services.authenticate(key, from)
      : bareCaller(key, scopes, { isOperator: false });
  const app = appOver({ ...services, authenticate });
  let keys = 0;
  const overHttp = async ({ method = "GET", path, body, owner }: Asked) => {
    const response = await app.request(path, {
      method,
      headers: {
        authorization: `Bearer ${owner ?? operatorKey}`,
        ...(body !== undefined && {
          "content-type": "application/json",
          "idempotency-key": `explained-${++keys}`,
        }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: JSON.parse(await response.text()) };
  };
  const ofDatabase = async ({ sql, parameters }: Call) => {
    const rows = await services.database.sql.query(sql, [...parameters]);
    return { status: 200, body: { rows } };
  };
  return {
    ask: async (asked) => {
      const from = statSync(logFile).size;
      const begun = performance.now();
      const answer = await ("sql" in asked ? ofDatabase(asked) : overHttp(asked));
      const ms = performance.now() - begun;
      // The log is written before the answer is.
      const plans = plansIn(readFileSync(logFile).subarray(from).toString());
      return { ...answer, ms, plans };
    },
  };
}

/** The routes of the product without what only the runtime of a Worker has. */
function appOver(services: Services) {
  const app = new Hono<{ Variables: RouteVariables & Services }>();
  app.onError((error, c) => renderError(error, factsOf(c)));
  app.use(requestContext());
  app.use(async (c, next) => {
    for (const [name, service] of Object.entries(services)) {
      c.set(name as keyof Services, service as never);
    }
    await next();
  });
  return app
    .route("/", ledgerRoutes.app)
    .route("/", walletsRoutes.app)
    .route("/", transactionsRoutes.app)
    .route("/", eventRoutes.app)
    .route("/", readmodelsRoutes.app)
    .route("/", auditRoutes.app);
}
