import { compositionRoot, contexts } from "../../../scripts/contexts.ts";
import { type Import, importsOf, type Tree } from "./tree.ts";

const contextOf = (path: string) => /^src\/([^/]+)\//.exec(path)?.[1];

/** Imports that cross a context in a direction that is not declared, or past its face. */
export function foreignImports(tree: Tree): string[] {
  return importsOf(tree)
    .filter(({ from, to }) => from.startsWith("src/") && !from.endsWith(".test.ts") && isOurs(to))
    .filter(({ from }) => !compositionRoot.includes(from))
    .filter(({ from, to }) => contextOf(from) !== contextOf(to))
    .filter((found) => !isDeclared(found))
    .map(({ from, to }) => `${from} -> ${to}`);
}

function isOurs(path: string): boolean {
  return /^(src|durable-objects|dev|scripts|test|bench|web)\//.test(path);
}

function isDeclared({ from, to }: Import): boolean {
  const context = contexts.find(({ name }) => name === contextOf(from));
  const target = contextOf(to);
  if (!context || !target) return false;
  if (context.isConsumer && to === `src/${target}/events.ts`) return true;
  if (!context.mayImport.includes(target)) return false;
  return (
    target === "platform" || to === `src/${target}/index.ts` || to === `src/${target}/events.ts`
  );
}

/** Durable objects know the platform, the faces of contexts, and who subscribes to what. */
export function objectImports(tree: Tree): string[] {
  return importsOf(tree)
    .filter(
      ({ from, to }) =>
        from.startsWith("durable-objects/") && isOurs(to) && !to.startsWith("durable-objects/"),
    )
    .filter(
      ({ to }) =>
        !/^src\/(platform\/.+|[^/]+\/(index|events)|config|donation-media|services|subscriptions)\.ts$/.test(
          to,
        ),
    )
    .map(({ from, to }) => `${from} -> ${to}`);
}

/** Routes and endpoints translate; they neither ask the database nor know its tables. */
export function routesWithSql(tree: Tree): string[] {
  return importsOf(tree)
    .filter(({ from }) => from.endsWith("/routes.ts") && from !== "src/platform/routes.ts")
    .filter(({ to }) => to.startsWith("drizzle-orm") || /\/(schema|database)\.ts$/.test(to))
    .map(({ from, to }) => `${from} -> ${to}`);
}

/** Circles of files, each named once by its path from file to file. */
export function importCycles(tree: Tree): string[] {
  const targets = new Map<string, string[]>();
  for (const { from, to } of importsOf(tree)) targets.set(from, [...(targets.get(from) ?? []), to]);
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) cycles.push([...trail.slice(trail.indexOf(path)), path].join(" -> "));
    else if (!done.has(path))
      for (const next of targets.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of targets.keys()) visit(path, []);
  return cycles;
}
