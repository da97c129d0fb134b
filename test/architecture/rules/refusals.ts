import { pathsOf, type Tree } from "./tree.ts";

/** A verb and the SQL functions that it calls by name. */
export type SqlVerb = { readonly verb: string; readonly calls: readonly string[] };

const callPattern = /\b([a-z_]+\.[a-z_]+)\s*\(/g;
const refusalPattern = /platform\.refuse\('(\w+)'/g;

/** The codes that each SQL function may refuse with, itself or through the functions that it calls. */
export function refusalsBySqlFunction(tree: Tree): ReadonlyMap<string, readonly string[]> {
  const bodies = new Map(
    pathsOf(tree, /^migrations\/functions\/.*\.sql$/).map((path) => {
      const [, , schema = "", file = ""] = path.split("/");
      return [`${schema}.${file.replace(".sql", "")}`, withoutComments(tree.get(path) ?? "")];
    }),
  );
  const refusalsOf = (name: string, trail: readonly string[]): string[] => {
    const body = bodies.get(name);
    if (body === undefined || trail.includes(name)) return [];
    const own = namesIn(body, refusalPattern);
    const called = namesIn(body, callPattern).filter((other) => other !== name);
    return [...own, ...called.flatMap((other) => refusalsOf(other, [...trail, name]))];
  };
  return new Map(
    [...bodies.keys()].map((name) => [name, [...new Set(refusalsOf(name, []))].toSorted()]),
  );
}

/** The verbs of all contexts that run a SQL function, by the name of the file's function. */
export function sqlVerbs(tree: Tree, functions: ReadonlySet<string>): SqlVerb[] {
  return pathsOf(tree, /^src\/(?!platform\/)[^/]+\/[^/]+(?<!\.test)\.ts$/).flatMap((path) => {
    const named = namesIn(tree.get(path) ?? "", /\b([a-z_]+\.[a-z_]+)\b/g);
    const calls = [...new Set(named)].filter((name) => functions.has(name));
    return calls.length === 0 ? [] : [{ verb: verbOf(path), calls }];
  });
}

function verbOf(path: string): string {
  const file = path.split("/").at(-1)?.replace(".ts", "") ?? "";
  return file.replaceAll(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase());
}

function namesIn(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? "");
}

function withoutComments(sql: string): string {
  return sql.replaceAll(/--.*$/gm, "");
}
