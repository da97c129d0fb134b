// What the table of contexts must be like, and what the files that know every context may not do either.
import { expect, it } from "vitest";
import { type Context, contexts } from "../../scripts/contexts.ts";
import {
  descriptionsWithSql,
  rootImports,
  strayRootFiles,
  tableFaults,
} from "./rules/boundaries.ts";
import { readTree, type Tree } from "./rules/tree.ts";

const tree = readTree();
const treeOf = (path: string, text: string): Tree => new Map([[path, text]]);
const context = (name: string, mayImport: readonly string[], isConsumer = false): Context => ({
  name,
  owns: "",
  mayImport,
  isConsumer,
});

it("lets the composition root see faces and the product only", () => {
  expect(rootImports(tree)).toEqual([]);
});

it("has no file beside the composition root", () => {
  expect(strayRootFiles(tree)).toEqual([]);
});

it("describes endpoints, events and problems without a database", () => {
  expect(descriptionsWithSql(tree)).toEqual([]);
});

it("declares directions that lead nowhere back, to no risk, and from consumers to events alone", () => {
  expect(tableFaults(contexts)).toEqual([]);
});

it.each([
  ["a test", 'import { newRef } from "../test/support/refs.ts";'],
  ["the local stack", 'import { readState } from "../dev/state.ts";'],
  ["past a face", 'import { wallets } from "./wallets/schema.ts";'],
])("sees a composition root that imports %s", (_name, text) => {
  expect(rootImports(treeOf("src/app.ts", text))).toHaveLength(1);
});

it("lets a composition root import faces, packages and its own neighbours", () => {
  const text = [
    'import { Hono } from "hono";',
    'import { walletsRoutes } from "./wallets/index.ts";',
    'import { walletEvents } from "./wallets/events.ts";',
    'import { log } from "./platform/log.ts";',
    'import { version } from "./version.ts";',
  ].join("\n");
  expect(rootImports(treeOf("src/app.ts", text))).toEqual([]);
});

it("sees a stray file and a description that asks a database", () => {
  expect(strayRootFiles(treeOf("src/things.ts", ""))).toHaveLength(1);
  expect(
    descriptionsWithSql(treeOf("src/wallets/events.ts", 'import { eq } from "drizzle-orm";')),
  ).toHaveLength(1);
});

it.each([
  ["a circle", [context("a", ["b"]), context("b", ["c"]), context("c", ["a"])], 3],
  ["an import of risk", [context("risk", []), context("a", ["risk"])], 1],
  ["a consumer of more than events", [context("a", []), context("b", ["a"], true)], 1],
  ["a direction to nowhere", [context("a", ["nowhere"])], 1],
  ["one name for two", [context("a", []), context("a", [])], 1],
])("sees in a table %s", (_name, table, faults) => {
  expect(tableFaults(table)).toHaveLength(faults);
});
