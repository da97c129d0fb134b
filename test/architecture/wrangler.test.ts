import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { scheduledCrons } from "../../src/schedules.ts";
import { root } from "./rules/tree.ts";

const text = readFileSync(join(root, "wrangler.toml"), "utf8");
const config = readFileSync(join(root, "src/config.ts"), "utf8");

const tableOf = (name: string) => text.split(`\n[${name}]\n`)[1]?.split("\n[")[0] ?? "";
const keysOf = (name: string) =>
  [...tableOf(name).matchAll(/^(\w+) =/gm)].map((match) => match[1] ?? "");
const secretsOf = (name: string) =>
  [...tableOf(name).matchAll(/"(\w+)"/g)].map((match) => match[1] ?? "");

it("schedules every cron of wrangler.toml, and no other", () => {
  const crons = [...(/crons = \[([^\]]*)\]/.exec(text)?.[1] ?? "").matchAll(/"([^"]+)"/g)].map(
    (match) => match[1],
  );
  expect(crons).toEqual([...scheduledCrons]);
});

// Where codes lie while one develops. Production must not have it.
const developmentOnly = `
[exports.DevMailbox]
type = "durable-object"
storage = "sqlite"

[[durable_objects.bindings]]
name = "MAILBOX"
class_name = "DevMailbox"
`;
const deployed = text.replace(developmentOnly, "\n");

it("has a mailbox for codes that production has not", () => {
  expect(text).toContain(developmentOnly);
  expect(deployed).not.toMatch(/MAILBOX|DevMailbox/);
});

it("repeats for production what an environment does not inherit", () => {
  expect(keysOf("vars").length).toBeGreaterThan(0);
  expect(keysOf("env.production.vars")).toEqual(keysOf("vars"));
  expect(secretsOf("env.production.secrets")).toEqual(secretsOf("secrets"));
  const repeated =
    /^\[\[?(version_metadata|durable_objects\.bindings|queues\.\w+|kv_namespaces|r2_buckets|ratelimits|ai|exports\.\w+)\]\]?$/gm;
  for (const [header, name] of deployed.matchAll(repeated)) {
    const production = header.replace(String(name), `env.production.${name}`);
    expect(deployed.split(production).length).toBe(deployed.split(`\n${header}\n`).length);
  }
});

it("parses exactly the variables and secrets that the Worker is given", () => {
  const parsed = [...config.matchAll(/^ {4}([A-Z_]+):/gm)].map((match) => match[1] ?? "");
  expect(parsed.toSorted()).toEqual([...keysOf("vars"), ...secretsOf("secrets")].toSorted());
});
