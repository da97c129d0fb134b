import { expect, it } from "vitest";
import { badNames, bannedWords, commentShare, longFiles } from "./rules/tidy.ts";
import { readTree, type Tree } from "./rules/tree.ts";

const tree = readTree();
const treeOf = (path: string, text: string): Tree => new Map([[path, text]]);

it("has no word that the house rules forbid", () => {
  expect(bannedWords(tree)).toEqual([]);
});

it("has no file that is too long to read in one go", () => {
  expect(longFiles(tree)).toEqual([]);
});

it("says why in some 30 to 110 lines of a thousand", () => {
  const share = commentShare(tree);
  expect(share).toBeGreaterThanOrEqual(30);
  expect(share).toBeLessThanOrEqual(110);
});

it("names every file for what it is", () => {
  expect(badNames(tree)).toEqual([]);
});

it.each([
  ["src/wallets/x.ts", "const now = Date.now();"],
  ["src/wallets/x.ts", "const amount = Number(text);"],
  ["src/wallets/x.ts", "let cache = 1;"],
  ["src/wallets/x.ts", "class Wallet {}"],
  ["src/wallets/x.ts", "console.log(1);"],
  ["dev/x.ts", "const x: any = 1;"],
  ["dev/x.ts", "// TODO: later"],
  ["docs/x.md", "see /root/notes"],
  ["migrations/functions/ledger/x.sql", "exception when others then null;"],
  ["test/node/x.test.ts", "it.only('x', () => {});"],
])("sees what is forbidden in %s: %s", (path, text) => {
  expect(bannedWords(treeOf(path, text))).toHaveLength(1);
});

it("sees a file over the limit, a vague name and a spelling of another house", () => {
  expect(longFiles(treeOf("src/a/b.ts", "x\n".repeat(301)))).toHaveLength(1);
  expect(longFiles(treeOf("migrations/functions/a/b.sql", "x\n".repeat(121)))).toHaveLength(1);
  expect(badNames(treeOf("src/wallets/utils.ts", ""))).toHaveLength(1);
  expect(badNames(treeOf("src/wallets/openWallet.ts", ""))).toHaveLength(1);
});
