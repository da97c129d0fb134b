import { Hono } from "hono";
import { auditRoutes } from "./audit/index.ts";
import { configOf } from "./config.ts";
import { mailboxApp } from "./dev-mailbox.ts";
import { donationsRoutes } from "./donations/index.ts";
import { identityRoutes } from "./identity/index.ts";
import { ledgerRoutes } from "./ledger/index.ts";
import { allEndpoints, metaApp } from "./meta.ts";
import { metricsRoutes } from "./metrics.ts";
import { overlaysRoutes } from "./overlays/index.ts";
import { paymentsRoutes } from "./payments/index.ts";
import { limitCredentials } from "./platform/credential-limits.ts";
import { eventRoutes } from "./platform/dead-letter-routes.ts";
import { recordDenials } from "./platform/denials.ts";
import { platformProblem } from "./platform/errors.ts";
import { crossOrigin, securityHeaders } from "./platform/headers.ts";
import { pokeAfterWrites } from "./platform/poke-after-writes.ts";
import { recordReadings } from "./platform/readings.ts";
import { renderError } from "./platform/render-error.ts";
import { factsOf, requestContext } from "./platform/request-context.ts";
import type { RouteVariables } from "./platform/routes.ts";
import { readmodelsRoutes } from "./readmodels/index.ts";
import type { Services } from "./services.ts";
import { transactionsRoutes } from "./transactions/index.ts";
import { walletsRoutes } from "./wallets/index.ts";
import { webhooksRoutes } from "./webhooks/index.ts";

export type AppEnv = { Bindings: Env; Variables: RouteVariables & Services };

/** Routes and services are built once an isolate: services hold functions and settings, and nothing of a request. */
export function createApp(compose: (env: Env) => Services) {
  const app = new Hono<AppEnv>();

  app.onError((error, c) => renderError(error, factsOf(c)));
  app.use(requestContext(), securityHeaders());
  // Only a browser on another origin says where it comes from.
  app.use((c, next) =>
    c.req.header("origin") === undefined
      ? next()
      : crossOrigin(configOf(c.env).CORS_ORIGINS)(c, next),
  );
  app.use(async (c, next) => {
    for (const [name, service] of Object.entries(compose(c.env))) {
      c.set(name as keyof Services, service as never);
    }
    await next();
  });

  app.use(
    pokeAfterWrites(),
    recordDenials(),
    limitCredentials(),
    recordReadings(isKeptForAuditors),
  );

  app.route("/", metaApp);
  app.route("/", mailboxApp);
  app.route("/", identityRoutes.app);
  app.route("/", ledgerRoutes.app);
  app.route("/", walletsRoutes.app);
  app.route("/", transactionsRoutes.app);
  app.route("/", eventRoutes.app);
  app.route("/", readmodelsRoutes.app);
  app.route("/", auditRoutes.app);
  app.route("/", metricsRoutes.app);
  app.route("/", webhooksRoutes.app);
  app.route("/", paymentsRoutes.app);
  app.route("/", donationsRoutes.app);
  app.route("/", overlaysRoutes.app);

  app.notFound(async (c) => {
    const allowed = allowedMethodsOf(c.req.path);
    if (allowed.length > 0) {
      return renderError(
        platformProblem(
          "method_not_allowed",
          `${c.req.path} answers ${allowed.join(", ")}.`,
          { allowed },
          { Allow: allowed.join(", ") },
        ),
        factsOf(c),
      );
    }
    // Whatever the API does not answer may be a page.
    const isRead = c.req.method === "GET" || c.req.method === "HEAD";
    // As the files of the other pages are led to.
    if (isRead && slashedPage.test(c.req.path)) return c.redirect(c.req.path.slice(0, -1), 307);
    const page = isRead ? await c.env.ASSETS.fetch(c.req.raw) : null;
    if (page && page.status !== 404) return pageOf(c.req.path, page);
    return renderError(platformProblem("not_found", nothingAt(c.req.path)), factsOf(c));
  });

  return app;
}

// Whoever reads with these reads what is others', and that is written down.
const auditorsScopes: ReadonlySet<string> = new Set([
  "analytics:read",
  "audit:read",
  "events:read",
  "ledger:read",
  "users:read",
]);
// And so is who looks into what a provider wrote about a payer.
const auditorsRoutes: ReadonlySet<string> = new Set(
  allEndpoints
    .filter(
      ({ scope, operationId }) => auditorsScopes.has(scope) || operationId === "getNotification",
    )
    .map(({ path }) => path),
);

function isKeptForAuditors(route: string): boolean {
  return auditorsRoutes.has(route);
}

/** What Vite builds carries its hash in its name, so a browser may keep it for ever. */
function pageOf(path: string, page: Response): Response {
  const response = new Response(page.body, page);
  if (path.startsWith("/assets/")) {
    response.headers.set("Cache-Control", "public, max-age=31536000, immutable");
  }
  return response;
}

// One page serves many addresses, so no file says that these are without a slash.
const slashedPage = /^\/(problems|overlay|donate)\/[^/]+\/$/;

/** A slash at the end is easily typed and hardly seen, so it is named. */
function nothingAt(path: string): string {
  const bare = path.replace(/\/+$/, "");
  if (bare === path) return `There is nothing at ${path}.`;
  const known = allowedMethodsOf(bare).length > 0 ? `: ask for ${bare}` : "";
  return `There is nothing at ${path}; no address ends with a slash${known}.`;
}

/** The methods that a known address answers, for a request that used another. */
function allowedMethodsOf(path: string): string[] {
  return allEndpoints
    .filter((spec) => patternOf(spec.path).test(path))
    .map((spec) => spec.method.toUpperCase());
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(".", "\\.").replaceAll(/\{\w+\}/g, "[^/]+")}$`);
}
