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

/** What every answer says to a browser. Pages may load from us alone; the API's answers are never kept. */
export function securityHeaders(): MiddlewareHandler {
  return async (c, next) => {
    await next();
    const isPage = c.res.headers.get("content-type")?.startsWith("text/html") ?? false;
    c.header(
      "Content-Security-Policy",
      isPage ? pagePolicy : "default-src 'none'; frame-ancestors 'none'",
    );
    c.header("X-Content-Type-Options", "nosniff");
    c.header("X-Frame-Options", "DENY");
    c.header("Referrer-Policy", "no-referrer");
    c.header("Cross-Origin-Resource-Policy", "same-site");
    c.header("Cross-Origin-Opener-Policy", "same-origin");
    c.header("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()");
    if (new URL(c.req.url).protocol === "https:") {
      c.header("Strict-Transport-Security", "max-age=63072000; includeSubDomains");
    }
    if (c.req.path.startsWith("/v1/")) c.header("Cache-Control", "no-store");
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
