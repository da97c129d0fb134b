import { pathsOf, type Tree } from "./tree.ts";

type Ban = {
  readonly why: string;
  readonly pattern: RegExp;
  readonly where: RegExp;
  readonly except?: RegExp;
};

const product = /^(src|durable-objects)\/.*\.ts$/;
const code = /^(src|durable-objects|dev|scripts|bench|web|test)\/.*\.(ts|mjs)$/;
// The rules and their samples have to spell what they forbid.
const rules = /^test\/architecture\//;
const tests = /\.test\.ts$|^test\//;

export const bans: readonly Ban[] = [
  {
    why: "unfinished work",
    pattern: /\b(TODO|FIXME)\b/,
    where: /\.(ts|mjs|sql|css|html|toml)$/,
    except: rules,
  },
  {
    why: "a type that is talked away",
    pattern: /as unknown as|@ts-ignore|@ts-expect-error|@ts-nocheck/,
    where: code,
    except: tests,
  },
  {
    why: "any",
    pattern: /(:\s*any\s*[;,)=|>\n]|<any>|\bas any\b|any\[\])/,
    where: code,
    except: rules,
  },
  {
    why: "a float on the way to money",
    pattern: /\bparseFloat\(|\.toFixed\(|\bNumber\(|\.toJSON\s*=/,
    where: product,
  },
  {
    why: "a clock of one's own",
    pattern: /Date\.now\(|new Date\(\)|performance\.now\(/,
    where: product,
    except: /platform\/clock\.ts$/,
  },
  { why: "randomness in a rule", pattern: /Math\.random\(/, where: product },
  {
    why: "logging past the redaction",
    pattern: /\bconsole\./,
    where: product,
    except: /platform\/log\.ts$/,
  },
  { why: "variables past the configuration", pattern: /process\.env/, where: product },
  {
    why: "a class where a function does",
    pattern: /^\s*(export )?(abstract )?class /m,
    where: /^src\/.*\.ts$/,
    except: /platform\/problem\.ts$/,
  },
  { why: "an enum", pattern: /^\s*(export )?(const )?enum /m, where: code, except: rules },
  {
    why: "a default export",
    pattern: /^export default /m,
    where: product,
    except: /^src\/index\.ts$/,
  },
  {
    why: "a test that is left out or left alone",
    pattern: /\.(only|skip|todo)\(/,
    where: tests,
    except: rules,
  },
  { why: "state that outlives its event", pattern: /^(export )?let /m, where: product },
  { why: "an exception that hides every other", pattern: /when\s+others/i, where: /\.sql$/ },
  {
    why: "a callback transaction, which needs an open connection",
    pattern: /\.transaction\(async/,
    where: product,
  },
  {
    why: "a name of this machine",
    pattern: /(^|[\s"'`(])\/(work|root)\//m,
    where: /\.(ts|mjs|sql|css|html|md|toml|json)$/,
    except: rules,
  },
  {
    why: "a registry's host",
    pattern: /registry\.npmjs|registry\.yarnpkg/,
    where: /./,
    except: rules,
  },
];

/** Forbidden words, each with its file and its reason. Test files may talk types away to make a stand-in. */
export function bannedWords(tree: Tree): string[] {
  return [...tree].flatMap(([path, text]) =>
    bans
      .filter(
        ({ where, except, pattern }) =>
          where.test(path) && !except?.test(path) && pattern.test(text),
      )
      .map(({ why, pattern }) => `${path}: ${why} (${pattern.exec(text)?.[0]?.trim()})`),
  );
}

const limits: readonly [RegExp, number][] = [
  [/\.sql$/, 120],
  [/\.(ts|mjs|css|js)$/, 300],
];
// Data, not code: nothing is read there, it is looked up.
const data = /^test\/architecture\/seeds\//;

export function longFiles(tree: Tree): string[] {
  return [...tree]
    .filter(([path, text]) => {
      const limit = limits.find(([pattern]) => pattern.test(path))?.[1];
      return limit !== undefined && !data.test(path) && text.trimEnd().split("\n").length > limit;
    })
    .map(([path]) => path);
}

/** Comment lines in a thousand lines of the product. */
export function commentShare(tree: Tree): number {
  const lines = pathsOf(tree, product)
    .filter((path) => !tests.test(path))
    .flatMap((path) => (tree.get(path) ?? "").trimEnd().split("\n"));
  const comments = lines.filter((line) => /^\s*(\/\/|\/\*\*|\*)/.test(line));
  return Math.round((comments.length / lines.length) * 1_000);
}

const vagueNames = /\/(utils?|helpers?|managers?|common|misc|lib|stuff)(\.ts|\/)/;

export function badNames(tree: Tree): string[] {
  return pathsOf(tree, /^(src|durable-objects|dev|scripts|bench|web|test|migrations)\//).filter(
    (path) =>
      vagueNames.test(path) ||
      (/\.(ts|mjs|css)$/.test(path) && !/^[a-z0-9.-]+$/.test(path.split("/").at(-1) ?? "")),
  );
}
