import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { generatedFiles } from "../../scripts/docs/files.ts";
import { pathsOf, readTree, root } from "./rules/tree.ts";

const tree = readTree();
const documents = pathsOf(
  tree,
  /^(README|CONTRIBUTING|docs\/.*|src\/[^/]+\/README|web\/README)\.md$/,
);

it.each(Object.entries(generatedFiles()))(
  "%s says what the code says (npm run docs)",
  (path, text) => {
    expect(readFileSync(join(root, path), "utf8")).toBe(text);
  },
);

it.each(documents)("every link of %s leads somewhere", (path) => {
  const links = [...(tree.get(path) ?? "").matchAll(/\]\(([^)#\s]+)(#[^)]*)?\)/g)]
    .map((match) => match[1] ?? "")
    .filter((link) => !/^(https?:|mailto:|\/)/.test(link));
  expect(links.filter((link) => !existsSync(join(root, dirname(path), link)))).toEqual([]);
});

it.each(documents)("every file that %s names is there", (path) => {
  const named = [
    ...(tree.get(path) ?? "").matchAll(
      /`((?:src|dev|scripts|migrations|docs|test|web|bench|durable-objects)\/[\w./-]+\.(?:ts|sql|md|mjs|css|html))`/g,
    ),
  ]
    .map((match) => match[1] ?? "")
    .filter((file) => !/NNNN|<|\*/.test(file));
  expect(named.filter((file) => !existsSync(join(root, file)))).toEqual([]);
});

it.each(documents)("every command that %s names is a script", (path) => {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  const commands = [...(tree.get(path) ?? "").matchAll(/npm run (?:-s )?([a-z:]+)/g)].map(
    (match) => match[1] ?? "",
  );
  expect(commands.filter((command) => !(command in manifest.scripts))).toEqual([]);
});
