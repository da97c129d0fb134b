import { contexts } from "../../../scripts/contexts.ts";
import { pathsOf, type Tree } from "./tree.ts";

const names: readonly string[] = contexts.map(({ name }) => name);
// Schemas that belong to tools and not to a context.
const foreignSchemas = ["public", "migrations"];

/** Folders, schemas and migrations whose name is no context's. */
export function strangerNames(tree: Tree): string[] {
  const named: [string, string | undefined][] = [
    ...pathsOf(tree, /^src\/[^/]+\//).map((path) => [path, path.split("/")[1]] as [string, string]),
    ...pathsOf(tree, /^migrations\/\d/).map(
      (path) =>
        [path, /^migrations\/\d{4}_([a-z]+)_[a-z0-9_]+\.sql$/.exec(path)?.[1]] as [string, string],
    ),
    ...pathsOf(tree, /^migrations\/functions\//).map(
      (path) => [path, path.split("/")[2]] as [string, string],
    ),
    ...schemasOf(tree),
  ];
  return named
    .filter(([, name]) => !names.includes(name ?? ""))
    .map(([path, name]) => `${path}: ${name}`);
}

function schemasOf(tree: Tree): [string, string][] {
  return pathsOf(tree, /^migrations\/\d.*\.sql$/).flatMap((path) =>
    [...(tree.get(path) ?? "").matchAll(/create schema (?:if not exists )?(\w+)/gi)]
      .map((match) => [path, match[1] ?? ""] as [string, string])
      .filter(([, name]) => !foreignSchemas.includes(name)),
  );
}

/** Tables and functions that a file makes outside the schema that its name says. */
export function strayObjects(tree: Tree): string[] {
  const made =
    /create (?:or replace )?(?:table|function|domain|type)\s+(?:if not exists )?(\w+)\./gi;
  return pathsOf(tree, /^migrations\/.*\.sql$/).flatMap((path) => {
    const own = path.startsWith("migrations/functions/")
      ? path.split("/")[2]
      : /\d{4}_([a-z]+)_/.exec(path)?.[1];
    return [...(tree.get(path) ?? "").matchAll(made)]
      .filter((match) => match[1] !== own)
      .map((match) => `${path}: ${match[0]}`);
  });
}

/** A join across schemas would tie two contexts together; SQL of one context reads its own tables and the platform's. */
export function foreignTables(tree: Tree): string[] {
  const read = /\b(?:from|join|update|into)\s+(?:only\s+)?([a-z]+)\.([a-z_]+)(?!\s*\(|[a-z_])/gi;
  return pathsOf(tree, /^migrations\/functions\//).flatMap((path) =>
    [...(tree.get(path) ?? "").matchAll(read)]
      .filter((match) => ![path.split("/")[2], "platform", "pg_catalog"].includes(match[1]))
      .map((match) => `${path}: ${match[1]}.${match[2]}`),
  );
}

const verbs =
  /^(open|get|list|update|freeze|unfreeze|close|reconcile|run|create|post|apply|reverse|capture|void|transfer|expire|verify|seal|search|delete|add|remove|send|render|read)-/;
const knownFiles =
  /^(index|routes|service|deps|schema|events|errors|handlers|endpoints|journals)\.ts$/;

/** A verb's file exports the function that it is named after, and that takes what it is given first. */
export function misnamedVerbs(tree: Tree): string[] {
  return pathsOf(tree, /^src\/[^/]+\/[^/]+\.ts$/)
    .filter((path) => !path.startsWith("src/platform/") && !path.endsWith(".test.ts"))
    .filter((path) => {
      const file = path.split("/")[2] ?? "";
      if (knownFiles.test(file) || !verbs.test(file)) return false;
      const name = file
        .replace(".ts", "")
        .replaceAll(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase());
      return !new RegExp(`^export async function ${name}(<[^>]+>)?\\(\\s*deps: `, "m").test(
        tree.get(path) ?? "",
      );
    });
}

const headings = ["Owns", "Invariants", "Calls", "Publishes", "Listens to", "Not here"];

/** What is missing from a context's README, and what it claims that no migration has. */
export function readmeFaults(tree: Tree): string[] {
  const present = new Set(pathsOf(tree, /^src\/[^/]+\//).map((path) => path.split("/")[1] ?? ""));
  const sql = pathsOf(tree, /^migrations\/.*\.sql$/)
    .map((path) => tree.get(path) ?? "")
    .join("\n");
  return [...present].flatMap((context) => {
    const path = `src/${context}/README.md`;
    const text = tree.get(path);
    if (text === undefined) return [`${path} is missing`];
    const missing = headings.filter((heading) => !text.includes(`\n## ${heading}\n`));
    const length = text.trimEnd().split("\n").length > 40 ? [`${path} is over 40 lines`] : [];
    return [
      ...missing.map((heading) => `${path} lacks ## ${heading}`),
      ...length,
      ...unheld(path, text, sql),
    ];
  });
}

/** Every invariant names in backticks the constraint or function that holds it where the rows are stored. */
function unheld(path: string, text: string, sql: string): string[] {
  const section = text.split("\n## Invariants\n")[1]?.split("\n## ")[0] ?? "";
  return section
    .split(/\n?^- /m)
    .slice(1)
    .filter((line) => {
      const holders = [...line.matchAll(/`([\w.]+)`/g)].map((match) => match[1] ?? "");
      return !holders.some((holder) => sql.includes(holder));
    })
    .map((line) => `${path}: nothing in the migrations holds "${line.trim()}"`);
}
