import type { Tree } from "./tree.ts";

type Leak = { readonly what: string; readonly pattern: RegExp; readonly where: RegExp };

const product = /^(src|durable-objects)\/.*(?<!\.test)\.ts$/;
const text = /\.(ts|mjs|sql|css|html|md|toml|js|json)$/;
// The lockfile is full of hashes, and these rules have to spell what they look for.
const unread = /^(package-lock\.json$|test\/architecture\/)/;

const leaks: readonly Leak[] = [
  {
    what: "an internal id where only refs may be seen",
    pattern: /\b[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\b/i,
    where: /^(src\/.*(?<!\.test)\.ts|docs\/.*\.md|README\.md)$/,
  },
  { what: "a live key", pattern: /saku_live_[A-Za-z0-9]{32}/, where: text },
  {
    what: "somebody's secret",
    pattern:
      /\b(npg_[A-Za-z0-9]{10,}|gh[pousr]_[A-Za-z0-9]{30,}|AKIA[A-Z0-9]{16})\b|-----BEGIN [A-Z ]*PRIVATE KEY/,
    where: text,
  },
  {
    what: "how work is organised",
    pattern: /\bissue #?\d+\b|\b(the|a|an|our) (helper|agent|brief)s?\b|\bpull request #\d+/i,
    where: text,
  },
  {
    what: "a folder of one machine",
    pattern: /(^|[\s"'`(])\/(Users\/|home\/(?!budi\/))/m,
    where: text,
  },
  {
    what: "a variable past the configuration",
    pattern: /\benv\.[A-Z_]+\b/,
    where: /^src\/[^/]+\/.*(?<!\.test)\.ts$/,
  },
  {
    what: "an error that nobody looks at",
    pattern: /\bcatch\s*\{|\.catch\(\s*\(\)\s*=>|\bcatch\s*\([^)]*\)\s*\{\s*\}/,
    where: product,
  },
  {
    what: "a value that is only hoped for",
    pattern: /[\w\])]!(?=[.[;,)])/,
    where: /^(src|durable-objects|dev|scripts|bench)\/.*\.ts$/,
  },
];

/** What must not be read in the repository, each with the file and what was found. */
export function leaksIn(tree: Tree): string[] {
  return [...tree]
    .filter(([path]) => !unread.test(path))
    .flatMap(([path, content]) =>
      leaks
        .filter(({ where, pattern }) => where.test(path) && pattern.test(content))
        .map(({ what, pattern }) => `${path}: ${what} (${pattern.exec(content)?.[0].trim()})`),
    );
}
