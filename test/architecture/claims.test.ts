// What names and documents claim is there.
import { expect, it } from "vitest";
import { deadAnchors, holdersIn, invariantFaults, misnamedFiles } from "./rules/claims.ts";
import { readTree, type Tree } from "./rules/tree.ts";

const tree = readTree();
const treeOf = (files: Record<string, string>): Tree => new Map(Object.entries(files));

it("names for every invariant what holds it, and nothing that no migration makes", () => {
  expect(holdersIn(tree).size).toBeGreaterThan(20);
  expect(invariantFaults(tree)).toEqual([]);
});

it("names every file of a context after something that it exports", () => {
  expect(misnamedFiles(tree)).toEqual([]);
});

it("links to headings that are there", () => {
  expect(deadAnchors(tree)).toEqual([]);
});

it("sees an invariant that nothing holds, one that is held by a word, and a holder that was made up", () => {
  const readme =
    "\n## Invariants\n\n- One: `a_b`.\n- Two: `a`.\n- Three: `a_b`, `a.c`.\n\n## Calls\n";
  const files = {
    "migrations/0001_a_b.sql": "create table a.b (constraint a_b unique (x))",
    "src/a/README.md": readme,
  };
  expect(invariantFaults(treeOf(files))).toEqual([
    'src/a/README.md: nothing holds "Two: `a`."',
    "src/a/README.md: no migration makes a.c",
  ]);
});

it("sees a file that is named after nothing, and a link into nothing", () => {
  const settle = "export async function settle(deps: Deps) {}";
  expect(misnamedFiles(treeOf({ "src/wallets/settle-wallet.ts": settle }))).toHaveLength(1);
  const page = "# A page\n\n[there](#a-page) [gone](#a-pge) [other](b.md#b)\n";
  expect(deadAnchors(treeOf({ "docs/a.md": page, "docs/b.md": "# C\n" }))).toEqual([
    "docs/a.md: #a-pge",
    "docs/a.md: b.md#b",
  ]);
});
