import { pathsOf, type Tree } from "./tree.ts";

const madePattern =
  /\b(?:constraint|create (?:or replace )?function|create table|create domain|create role|create (?:unique )?index|create (?:constraint )?trigger)\s+([\w.]+)/gi;

/** Everything with a name in the migrations that can hold an invariant. */
export function holdersIn(tree: Tree): ReadonlySet<string> {
  return new Set(
    pathsOf(tree, /^migrations\/.*\.sql$/).flatMap((path) =>
      [...(tree.get(path) ?? "").matchAll(madePattern)].map((match) => match[1] ?? ""),
    ),
  );
}

/** Invariants of a context's README without a holder of their own, and holders that nothing made. */
export function invariantFaults(tree: Tree): string[] {
  const holders = holdersIn(tree);
  return pathsOf(tree, /^src\/[^/]+\/README\.md$/).flatMap((path) =>
    invariantsOf(tree.get(path) ?? "").flatMap((line) => {
      const named = [...line.matchAll(/`([\w.]+)`/g)].map((match) => match[1] ?? "");
      const invented = named.filter((name) => /[._]/.test(name) && !holders.has(name));
      if (!named.some((name) => holders.has(name))) return [`${path}: nothing holds "${line}"`];
      return invented.map((name) => `${path}: no migration makes ${name}`);
    }),
  );
}

function invariantsOf(readme: string): string[] {
  const section = readme.split("\n## Invariants\n")[1]?.split("\n## ")[0] ?? "";
  const [, ...lines] = section.split(/^- /m);
  return lines.map((line) => line.replaceAll(/\s+/g, " ").trim());
}

// Files whose content is told by their name; every other is named after what it exports.
const knownFiles =
  /^(index|routes|service|deps|schema|events|errors|handlers|endpoints|journals|limits|moment|bodies|secrets|(?:\w+-)?(?:endpoints|routes|errors|events))\.ts$/;

/** Files of a context that export nothing of the name that they have. */
export function misnamedFiles(tree: Tree): string[] {
  return pathsOf(tree, /^src\/(?!platform\/)[^/]+\/[^/]+(?<!\.test)\.ts$/)
    .filter((path) => !knownFiles.test(path.split("/").at(-1) ?? ""))
    .filter((path) => {
      const name = path.split("/").at(-1)?.replace(".ts", "").replaceAll("-", "") ?? "";
      const exported = [
        ...(tree.get(path) ?? "").matchAll(/^export (?:async )?(?:function\*?|const|type) (\w+)/gm),
      ].map((match) => match[1]?.toLowerCase());
      return !exported.includes(name);
    });
}

/** Links to a heading that the page does not have, in GitHub's spelling of anchors. */
export function deadAnchors(tree: Tree): string[] {
  return pathsOf(tree, /\.md$/).flatMap((path) => {
    const links = [...(tree.get(path) ?? "").matchAll(/\]\(([^)#\s:]*)#([^)\s]+)\)/g)];
    return links
      .filter(([, file = "", anchor = ""]) => {
        const target = file === "" ? path : resolved(path, file);
        const page = tree.get(target);
        return page !== undefined && !anchorsOf(page).has(anchor);
      })
      .map(([, file, anchor]) => `${path}: ${file}#${anchor}`);
  });
}

function resolved(from: string, to: string): string {
  return new URL(to, `file:///${from}`).pathname.slice(1);
}

function anchorsOf(page: string): ReadonlySet<string> {
  const headings = [...page.matchAll(/^#+ (.+)$/gm)].map((match) => match[1] ?? "");
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
        .trim()
        .replaceAll(/\s/g, "-"),
    ),
  );
}
