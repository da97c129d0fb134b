import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The project's files, as rules read them: real ones, or a few made up to see a rule fail. */
export type Tree = ReadonlyMap<string, string>;
export type Import = { readonly from: string; readonly to: string };

export const root = join(import.meta.dirname, "../../..");

/** Every file that git tracks or would track, with its text. */
export function readTree(): Tree {
  const listed = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
  });
  const paths = listed
    .split("\n")
    .filter((path) => /\.(ts|mjs|sql|css|html|md|json|toml|js)$/.test(path));
  return new Map(
    paths.flatMap((path) => {
      const text = readOrNull(join(root, path));
      return text === null ? [] : [[path, text] as const];
    }),
  );
}

/** A file that was deleted and not committed yet is listed and is not there. */
function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

export function pathsOf(tree: Tree, pattern: RegExp): string[] {
  return [...tree.keys()].filter((path) => pattern.test(path));
}

const importPattern =
  /(?:^|\n)\s*(?:import|export)\b[^;"']*?from\s*["']([^"']+)["']|import\(\s*["']([^"']+)["']\s*\)|(?:^|\n)import\s+["']([^"']+)["']/g;

/** Every import of every source file; a relative one as the path that it names. */
export function importsOf(tree: Tree): Import[] {
  return pathsOf(tree, /\.(ts|mjs)$/).flatMap((from) =>
    [...(tree.get(from) ?? "").matchAll(importPattern)].map((match) => {
      const target = match[1] ?? match[2] ?? match[3] ?? "";
      return { from, to: target.startsWith(".") ? join(dirname(from), target) : target };
    }),
  );
}
