// The import rules of docs/architecture.md. A rule that is not here is an opinion.
import { expect, it } from "vitest";
import { foreignImports, importCycles, objectImports, routesWithSql } from "./rules/imports.ts";
import { readTree, type Tree } from "./rules/tree.ts";

const tree = readTree();
const treeOf = (files: Record<string, string>): Tree => new Map(Object.entries(files));

it("reads a tree that has something in it", () => {
  expect(tree.size).toBeGreaterThan(100);
});

it("lets contexts import one another in the declared direction, and only through their faces", () => {
  expect(foreignImports(tree)).toEqual([]);
});

it("lets durable objects know the platform and faces only", () => {
  expect(objectImports(tree)).toEqual([]);
});

it("keeps SQL out of routes", () => {
  expect(routesWithSql(tree)).toEqual([]);
});

it("has no circle of imports", () => {
  expect(importCycles(tree)).toEqual([]);
});

it.each([
  ["the wrong direction", "src/ledger/x.ts", 'import type { A } from "../wallets/index.ts";'],
  ["past a face", "src/wallets/x.ts", 'import { accounts } from "../ledger/schema.ts";'],
  [
    "from a context to the composition root",
    "src/wallets/x.ts",
    'import { servicesOf } from "../services.ts";',
  ],
  [
    "from the product to a test",
    "src/wallets/x.ts",
    'import { bank } from "../../test/support/bank.ts";',
  ],
  ["from an undeclared context", "src/mystery/x.ts", 'import { log } from "../platform/log.ts";'],
  [
    "re-exported past a face",
    "src/wallets/x.ts",
    'export {\n  accounts,\n} from "../ledger/schema.ts";',
  ],
])("sees an import %s", (_name, path, text) => {
  expect(foreignImports(treeOf({ [path]: text }))).toHaveLength(1);
});

it("sees SQL in a route, a circle, and an object that reaches into a context", () => {
  expect(
    routesWithSql(treeOf({ "src/wallets/routes.ts": 'import { eq } from "drizzle-orm";' })),
  ).toHaveLength(1);
  expect(
    objectImports(
      treeOf({ "durable-objects/a.ts": 'import { x } from "../src/ledger/schema.ts";' }),
    ),
  ).toHaveLength(1);
  const circle = {
    "src/a.ts": 'import { b } from "./b.ts";',
    "src/b.ts": 'import { a } from "./a.ts";',
  };
  expect(importCycles(treeOf(circle))).toEqual(["src/a.ts -> src/b.ts -> src/a.ts"]);
});
