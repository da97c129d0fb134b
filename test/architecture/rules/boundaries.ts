import { type Context, compositionRoot } from "../../../scripts/contexts.ts";
import { importsOf, pathsOf, type Tree } from "./tree.ts";

// Faces, and what every context may use. Everything else of a context is its own business.
const facePattern = /^src\/(platform\/[^/]+|[^/]+\/(?:index|events)|[^/]+)\.ts$/;

/** Imports of the composition root that reach past a face, or out of the product. */
export function rootImports(tree: Tree): string[] {
  return importsOf(tree)
    .filter(({ from }) => /^src\/[^/]+\.ts$/.test(from) && !from.endsWith(".test.ts"))
    .filter(({ to }) => /^[\w-]+\/.+\.(?:ts|mjs)$/.test(to) && !isInstalled(to))
    .filter(({ to }) => !facePattern.test(to) && !to.startsWith("durable-objects/"))
    .map(({ from, to }) => `${from} -> ${to}`);
}

/** A package's own path, such as `zod/v4.js`, starts with no folder of ours. */
function isInstalled(path: string): boolean {
  return !/^(src|durable-objects|dev|scripts|test|bench|web)\//.test(path);
}

/** Files beside the composition root that nobody has declared to be part of it. */
export function strayRootFiles(tree: Tree): string[] {
  return pathsOf(tree, /^src\/[^/]+\.ts$/).filter(
    (path) => !path.endsWith(".test.ts") && !compositionRoot.includes(path),
  );
}

/** Endpoints and events are descriptions: whoever reads them needs no database. */
export function descriptionsWithSql(tree: Tree): string[] {
  return importsOf(tree)
    .filter(({ from }) => /^src\/(?!platform\/)[^/]+\/(endpoints|events|errors)\.ts$/.test(from))
    .filter(({ to }) => to.startsWith("drizzle-orm") || to === "src/platform/database.ts")
    .map(({ from, to }) => `${from} -> ${to}`);
}

/** What is wrong with the table of contexts itself: the rules that no single import could break. */
export function tableFaults(contexts: readonly Context[]): string[] {
  const names = contexts.map(({ name }) => name);
  const faultsOf = ({ name, mayImport, isConsumer }: Context): string[] => [
    ...mayImport.filter((other) => !names.includes(other)).map((other) => `${other} is no context`),
    ...(mayImport.includes("risk") ? ["risk advises and cannot block, so nobody imports it"] : []),
    ...(isConsumer && mayImport.join() !== "platform" ? ["a consumer reads events only"] : []),
    ...(isReachable(contexts, name, name) ? ["it imports itself in the end"] : []),
  ];
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  return [
    ...twice.map((name) => `${name}: it stands there twice`),
    ...contexts.flatMap((context) => faultsOf(context).map((fault) => `${context.name}: ${fault}`)),
  ];
}

function isReachable(contexts: readonly Context[], start: string, goal: string): boolean {
  const seen = new Set<string>();
  const waiting = [start];
  for (const name of waiting) {
    const targets = contexts.find((context) => context.name === name)?.mayImport ?? [];
    if (targets.includes(goal)) return true;
    for (const target of targets.filter((next) => !seen.has(next))) {
      seen.add(target);
      waiting.push(target);
    }
  }
  return false;
}
