import { expect, it } from "vitest";
import { configOf } from "./config.ts";

const usable = {
  ENVIRONMENT: "production",
  DATABASE_URL: "postgres://saku_app:pw@db.example.test/saku",
  NEON_PROXY_URL: "",
  OPERATOR_KEY: `saku_live_${"a".repeat(32)}`,
  CURSOR_SECRET: "a secret of more than thirty-two characters",
  IDENTITY_PEPPER: "a pepper of more than thirty-two characters",
  IDENTITY_KEK: "a key encryption key of more than thirty-two characters",
  IDENTITY_TOKEN_SECRET: "a token secret of more than thirty-two characters",
  PAYMENT_PROVIDERS: "{}",
  CORS_ORIGINS: "https://a.example.test, https://b.example.test",
};
const parse = (changes: Record<string, unknown>) => configOf({ ...usable, ...changes });

it("reads the variables once and lists the origins", () => {
  const env = { ...usable };
  expect(configOf(env)).toBe(configOf(env));
  expect(configOf(env).CORS_ORIGINS).toEqual(["https://a.example.test", "https://b.example.test"]);
});

it.each([
  ["DATABASE_URL", undefined],
  ["DATABASE_URL", "mysql://secret-host"],
  ["ENVIRONMENT", "staging-secret"],
  ["OPERATOR_KEY", "hunter2-secret"],
  ["OPERATOR_KEY", `saku_test_${"s".repeat(32)}`],
  ["CURSOR_SECRET", "short-secret"],
  ["IDENTITY_PEPPER", "short-secret"],
  ["IDENTITY_PEPPER", `${"n".repeat(32)},old-secret`],
  ["IDENTITY_KEK", "short-secret"],
  ["IDENTITY_TOKEN_SECRET", "short-secret"],
  ["PASSWORD_COST", "test"],
  ["PASSWORD_COST", "cheap-secret"],
  ["CLICKHOUSE_URL", "http://saku:secret@analytics.example.test/saku"],
  ["CLICKHOUSE_URL", "HTTP://saku:secret@analytics.example.test/saku"],
  ["WEBHOOKS_TO_LOOPBACK", "allowed"],
  ["WEBHOOKS_TO_LOOPBACK", "perhaps-secret"],
  ["NEON_PROXY_URL", "http://127.0.0.1:4444/secret"],
  ["SPEECH_PROVIDER", "parrot-secret"],
  ["VIDEO_SOURCE", "catalogue"],
  ["VIDEO_SOURCE", "television-secret"],
])("names %s when it is %s, and does not show it", (name, value) => {
  expect(() => parse({ [name]: value })).toThrow(name);
  expect(() => parse({ [name]: value })).not.toThrow(
    value === undefined ? /undefined value/ : String(value),
  );
});

it("speaks with Google's voice for a key only, which the word none is not", () => {
  const google = { SPEECH_PROVIDER: "google" };
  expect(() => parse(google)).toThrow("GOOGLE_API_KEY");
  expect(() => parse({ ...google, GOOGLE_API_KEY: "none" })).toThrow("GOOGLE_API_KEY");
  expect(parse({ ...google, GOOGLE_API_KEY: "a key" }).GOOGLE_API_KEY).toBe("a key");
});
