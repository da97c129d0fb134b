import { Hono } from "hono";
import { configOf } from "./config.ts";
import { mailboxApp } from "./dev-mailbox.ts";
import { identityRoutes } from "./identity/index.ts";
import { ledgerRoutes } from "./ledger/index.ts";
import { allEndpoints, metaApp } from "./meta.ts";
import { limitCredentials } from "./platform/credential-limits.ts";
import { recordDenials } from "./platform/denials.ts";
import { platformProblem } from "./platform/errors.ts";
import { crossOrigin, securityHeaders } from "./platform/headers.ts";
import { renderError } from "./platform/render-error.ts";
import { factsOf, requestContext } from "./platform/request-context.ts";
import type { RouteVariables } from "./platform/routes.ts";
import type { Services } from "./services.ts";
import { transactionsRoutes } from "./transactions/index.ts";
import { walletsRoutes } from "./wallets/index.ts";

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

  app.use(recordDenials(), limitCredentials());

  app.route("/", metaApp);
  app.route("/", mailboxApp);
  app.route("/", identityRoutes.app);
  app.route("/", ledgerRoutes.app);
  app.route("/", walletsRoutes.app);
  app.route("/", transactionsRoutes.app);

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
    const page =
      c.req.method === "GET" || c.req.method === "HEAD"
        ? await c.env.ASSETS.fetch(c.req.raw)
        : null;
    if (page && page.status !== 404) return pageOf(c.req.path, page);
    return renderError(
      platformProblem("not_found", `There is nothing at ${c.req.path}.`),
      factsOf(c),
    );
  });

  return app;
}

/** What Vite builds carries its hash in its name, so a browser may keep it for ever. */
function pageOf(path: string, page: Response): Response {
  const response = new Response(page.body, page);
  if (path.startsWith("/assets/")) {
    response.headers.set("Cache-Control", "public, max-age=31536000, immutable");
  }
  return response;
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
