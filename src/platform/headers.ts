import type { MiddlewareHandler } from "hono";
import { cors } from "hono/cors";

const pagePolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

const dataPolicy = "default-src 'none'; frame-ancestors 'none'";

const fixedHeaders = {
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Resource-Policy": "same-site",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
} as const;

/** What every answer says to a browser. Pages may load from us alone; the API's answers are never kept. */
export function securityHeaders(): MiddlewareHandler {
  return async (c, next) => {
    await next();
    // Set on the answer itself: the framework's own c.header() copies the whole answer each time after the handler.
    const { headers } = c.res;
    const isPage = headers.get("content-type")?.startsWith("text/html") ?? false;
    headers.set("Content-Security-Policy", isPage ? pagePolicy : dataPolicy);
    for (const [name, value] of Object.entries(fixedHeaders)) headers.set(name, value);
    if (c.req.url.startsWith("https:")) {
      headers.set("Strict-Transport-Security", "max-age=63072000; includeSubDomains");
    }
    if (c.req.path.startsWith("/v1/")) headers.set("Cache-Control", "no-store");
  };
}

/** Browsers of the listed origins may call the API; without a list none but our own. */
export function crossOrigin(origins: readonly string[]): MiddlewareHandler {
  return cors({
    origin: (origin) => (origins.includes(origin) ? origin : null),
    allowMethods: ["GET", "POST", "PATCH", "PUT", "DELETE"],
    allowHeaders: [
      "Authorization",
      "Content-Type",
      "Idempotency-Key",
      "If-Match",
      "Request-Id",
      "traceparent",
      "Prefer",
    ],
    exposeHeaders: ["ETag", "Idempotency-Replayed", "Request-Id", "Retry-After", "traceparent"],
    maxAge: 7_200,
  });
}
