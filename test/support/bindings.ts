export const testOperatorKey = `saku_test_${"T".repeat(32)}`;

/** The variables of a Worker under test. Free of Node, because tests inside workerd read it too. */
export function bindingsOf(databaseUrl: string, proxyUrl: string) {
  return {
    ENVIRONMENT: "test",
    DATABASE_URL: databaseUrl,
    NEON_PROXY_URL: proxyUrl,
    OPERATOR_KEY: testOperatorKey,
    CURSOR_SECRET: "a cursor secret that only the tests know",
    IDENTITY_PEPPER: "a pepper for passwords that only the tests know",
    IDENTITY_KEK: "a key encryption key that only the tests know",
    IDENTITY_TOKEN_SECRET: "a secret for tokens that only the tests know",
    GOOGLE_API_KEY: "none",
    PAYMENT_PROVIDERS: "{}",
    VIDEO_SOURCE: "catalogue",
    PASSWORD_COST: "test",
    WALLET_LANES: "4",
    WEBHOOKS_TO_LOOPBACK: "allowed",
    CORS_ORIGINS: "https://app.example.test",
  } as const;
}
