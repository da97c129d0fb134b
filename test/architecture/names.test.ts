// One name runs through everything that a context owns, so that a newcomer finds anything by guessing.
import { expect, it } from "vitest";
import {
  foreignTables,
  misnamedVerbs,
  readmeFaults,
  strangerNames,
  strayObjects,
} from "./rules/names.ts";
import { readTree, type Tree } from "./rules/tree.ts";

const tree = readTree();
const treeOf = (path: string, text: string): Tree => new Map([[path, text]]);

it("names folders, schemas and migrations after contexts", () => {
  expect(strangerNames(tree)).toEqual([]);
});

it("makes tables and functions in the schema that the file is named after", () => {
  expect(strayObjects(tree)).toEqual([]);
});

it("reads and writes no other context's tables from SQL", () => {
  expect(foreignTables(tree)).toEqual([]);
});

it("keeps one verb in one file, named after it, with its dependencies first", () => {
  expect(misnamedVerbs(tree)).toEqual([]);
});

it("says of every context what it owns and what holds its invariants", () => {
  expect(readmeFaults(tree)).toEqual([]);
});

it("sees strangers, strays, walls that are climbed and verbs that are misnamed", () => {
  expect(strangerNames(treeOf("src/misc/x.ts", ""))).toHaveLength(1);
  expect(strangerNames(treeOf("migrations/0009_money.sql", ""))).toHaveLength(1);
  expect(
    strayObjects(treeOf("migrations/0009_wallets_x.sql", "create table ledger.x ()")),
  ).toHaveLength(1);
  expect(
    foreignTables(
      treeOf("migrations/functions/wallets/x.sql", "select * from ledger.accounts where"),
    ),
  ).toHaveLength(1);
  expect(
    misnamedVerbs(treeOf("src/wallets/open-wallet.ts", "export async function open(")),
  ).toHaveLength(1);
  expect(readmeFaults(treeOf("src/wallets/README.md", "# Wallets\n"))).toHaveLength(6);
});
