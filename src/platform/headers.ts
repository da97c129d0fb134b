import type { MiddlewareHandler } from "hono";
import { cors } from "hono/cors";

const pageRules = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
];
const pagePolicy = pageRules.join("; ");
// YouTube's player is shown in a frame of its own; nothing of it runs in ours.
const overlayPolicy = [...pageRules, "frame-src https://www.youtube.com"].join("; ");

const pageHeaders = Object.entries({
  "Content-Security-Policy": pagePolicy,
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Resource-Policy": "same-site",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
});

// YouTube refuses to play for pages that do not say where they are from. What opens an overlay stands behind the # of its
// address, and no Referer has that. OBS keeps what it may, for longer than a deployment lasts.
const overlayHeaders = [
  ...pageHeaders,
  ["Content-Security-Policy", overlayPolicy],
  ["Referrer-Policy", "strict-origin-when-cross-origin"],
  ["Cache-Control", "no-store"],
] as const;

// Data links nowhere, opens nothing and is never framed; each header more costs a transfer one part in a hundred.
export const dataHeaders = {
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "X-Content-Type-Options": "nosniff",
  "Cross-Origin-Resource-Policy": "same-site",
} as const;

/** What every answer says to a browser. Pages may load from us alone; the API's answers are never kept. */
export function securityHeaders(): MiddlewareHandler {
  return async (c, next) => {
    await next();
    // Set on the answer itself: the framework's own c.header() copies the whole answer each time after the handler.
    const { headers } = c.res;
    // Answers of endpoints are made with theirs, which is cheaper than to add them one by one.
    if (!headers.has("Content-Security-Policy")) {
      const isPage = headers.get("content-type")?.startsWith("text/html") ?? false;
      const own = isPage ? pageHeadersOf(c.req.path) : Object.entries(dataHeaders);
      for (const [name, value] of own) headers.set(name, value);
    }
    if (c.req.url.startsWith("https:")) {
      headers.set("Strict-Transport-Security", "max-age=63072000; includeSubDomains");
    }
    if (c.req.path.startsWith("/v1/")) headers.set("Cache-Control", "no-store");
  };
}

function pageHeadersOf(path: string) {
  return path.startsWith("/overlay/") ? overlayHeaders : pageHeaders;
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
    exposeHeaders: [
      "ETag",
      "Idempotency-Replayed",
      "Location",
      "Preference-Applied",
      "RateLimit",
      "RateLimit-Policy",
      "Request-Id",
      "Retry-After",
      "traceparent",
    ],
    maxAge: 7_200,
  });
}
