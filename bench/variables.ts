import { randomBytes } from "node:crypto";

export type BenchAddresses = { readonly appUrl: string; readonly proxyUrl: string };

/** What a Worker is told in every benchmark: secrets of this run, and nobody outside of this machine. */
export function variablesFor({ appUrl, proxyUrl }: BenchAddresses) {
  const secret = () => randomBytes(32).toString("hex");
  return {
    // Production refuses a proxy in front of its database, so this is its bundle in another environment.
    ENVIRONMENT: "preview",
    DATABASE_URL: appUrl,
    NEON_PROXY_URL: proxyUrl,
    OPERATOR_KEY: `saku_live_${randomBytes(20).toString("hex")}`,
    CURSOR_SECRET: secret(),
    IDENTITY_PEPPER: secret(),
    IDENTITY_KEK: secret(),
    IDENTITY_TOKEN_SECRET: secret(),
    GOOGLE_API_KEY: "none",
    PAYMENT_PROVIDERS: "{}",
    // What is measured is not how soon it is refused.
    RATE_LIMITS: "login=9999999/60, login_ip=9999999/60, api_key=9999999/60, session=9999999/60",
    CORS_ORIGINS: "",
  };
}
