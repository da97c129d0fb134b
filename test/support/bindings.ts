export const testOperatorKey = `saku_test_${"T".repeat(32)}`;

/** The variables of a Worker under test. Free of Node, because tests inside workerd read it too. */
export function bindingsOf(databaseUrl: string, proxyUrl: string) {
  return {
    ENVIRONMENT: "test",
    DATABASE_URL: databaseUrl,
    NEON_PROXY_URL: proxyUrl,
    OPERATOR_KEY: testOperatorKey,
    CURSOR_SECRET: "a cursor secret that only the tests know",
    WALLET_LANES: "4",
    CORS_ORIGINS: "https://app.example.test",
  } as const;
}
