// Runs any script of the project, from a fresh clone on: `node scripts/bootstrap.mjs [--types] <entry.ts | bin> [arguments]`.
// It is plain JavaScript without dependencies because it runs before they are installed, and under an older Node
// than the rest: everything after it runs on the Node 24 that comes with the dependencies.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { constants } from "node:os";
import { delimiter, join, resolve } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const root = resolve(fileURLToPath(import.meta.url), "../..");
const modules = join(root, "node_modules");
const bin = join(modules, ".bin");
const installStamp = join(modules, ".saku-lock");
const typesStamp = join(modules, ".saku-types");
const installLock = join(root, ".saku", "install.lock");

const oldestNodeMajor = 20;
// The first Node that strips types without a flag.
const oldestEntryNode = [22, 18];
const installLockPollMs = 500;
// An install that takes longer than this is taken for dead, whatever its pid says.
const installLimitMs = 10 * 60_000;
const shownLinesOfNpm = 15;
const parentPollMs = 500;

await main();

async function main() {
  const asked = process.argv.slice(2);
  const needsTypes = asked[0] === "--types";
  const [entry, ...rest] = needsTypes ? asked.slice(1) : asked;
  if (!entry) stop("Usage: node scripts/bootstrap.mjs [--types] <entry.ts | bin> [arguments]", 2);
  refuseOldNode();
  await ensureDependencies();
  if (needsTypes) ensureTypes();
  run(entry, rest);
}

function refuseOldNode() {
  const major = Number.parseInt(process.versions.node, 10);
  if (major >= oldestNodeMajor) return;
  stop(
    `Saku needs Node ${oldestNodeMajor} or newer, and this is Node ${process.versions.node}.\n` +
      "Install a current Node from https://nodejs.org and run the same command again.",
  );
}

async function ensureDependencies() {
  const wanted = hashOf("package-lock.json");
  if (isInstalled(wanted)) return;

  await lockInstall();
  try {
    // Another bootstrap may have installed them while this one waited.
    if (!isInstalled(wanted)) install(wanted);
  } finally {
    rmSync(installLock, { force: true });
  }
}

function isInstalled(wanted) {
  if (textOf(installStamp) === wanted) return true;
  // Someone who ran `npm ci` by hand has them too; npm's own record of what it installed says so.
  if (!holdsWhatTheLockSays()) return false;
  writeFileSync(installStamp, wanted);
  return true;
}

function holdsWhatTheLockSays() {
  const installed = JSON.parse(textOf(join(modules, ".package-lock.json")) ?? "{}").packages ?? {};
  const locked = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  return Object.entries(locked).every(
    ([path, { version, integrity, optional }]) =>
      path === "" ||
      (installed[path]
        ? installed[path].version === version && installed[path].integrity === integrity
        : optional),
  );
}

function install(wanted) {
  console.error("Installing dependencies (once, about 20 s)...");
  // An install that is cut short must not pass for a whole one.
  rmSync(installStamp, { force: true });
  // `npm start` says where its npm is; without it the one on the PATH will do.
  const npm = process.env.npm_execpath;
  const options = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  const { status, error, stdout, stderr } = spawnSync(
    npm ? process.execPath : "npm",
    npm ? [npm, ...options] : options,
    { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], maxBuffer: 2 ** 26 },
  );
  if (status === 0) {
    writeFileSync(installStamp, wanted);
    return;
  }
  // npm begins with the reason and goes on with advice and usage.
  const lines = `${stdout ?? ""}\n${stderr ?? ""}`.split("\n");
  const said = lines.filter((line) => line.startsWith("npm error")).slice(0, shownLinesOfNpm);
  rmSync(installLock, { force: true });
  stop(
    `The dependencies could not be installed: ${error?.message ?? `npm ci ended with ${status}`}.\n\n` +
      `${said.map((line) => `  ${line}`).join("\n")}\n\n` +
      "Check the network, the registry that npm uses and the free space on this disk, " +
      "then run the same command again.",
  );
}

/** Waits until this process alone may install: two `npm ci` in one folder delete each other's files. */
async function lockInstall() {
  mkdirSync(join(root, ".saku"), { recursive: true });
  for (let hasWaited = false; ; hasWaited = true) {
    try {
      writeFileSync(installLock, `${process.pid}`, { flag: "wx" });
      return;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    if (isLockDead()) takeAwayDeadLock();
    else {
      if (!hasWaited) {
        console.error(
          `Process ${textOf(installLock)} is installing the dependencies; waiting for it...`,
        );
      }
      await new Promise((done) => setTimeout(done, installLockPollMs));
    }
  }
}

function isLockDead() {
  const pid = Number(textOf(installLock));
  const age = Date.now() - (statSync(installLock, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  // Between creating the file and writing the pid into it, it is empty for a moment.
  if (!pid) return age > installLockPollMs * 4;
  return age > installLimitMs || !isAlive(pid);
}

/** Moved aside rather than deleted, so that of two who see it dead only one can take it away. */
function takeAwayDeadLock() {
  const aside = `${installLock}.${process.pid}`;
  try {
    renameSync(installLock, aside);
    rmSync(aside, { force: true });
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** The type checker needs the bindings' types, which `wrangler types` writes from wrangler.toml. */
function ensureTypes() {
  const wanted = `${hashOf("wrangler.toml")} ${hashOf("package-lock.json")}`;
  const isFresh = existsSync(join(root, "worker-configuration.d.ts"));
  if (isFresh && textOf(typesStamp) === wanted) return;

  const { status, error, stdout, stderr } = spawnSync(join(bin, "wrangler"), ["types"], {
    cwd: root,
    encoding: "utf8",
    env: { ...environment(), WRANGLER_SEND_METRICS: "false", WRANGLER_HIDE_BANNER: "true" },
  });
  if (status !== 0) {
    const said = `${stdout ?? ""}${stderr ?? ""}`.trim();
    stop(`The bindings' types could not be written from wrangler.toml.\n${error?.message ?? said}`);
  }
  writeFileSync(typesStamp, wanted);
}

function run(entry, rest) {
  const isScript = /\.(ts|mjs|js)$/.test(entry);
  const child = isScript
    ? spawn(entryNode(), [resolve(root, entry), ...rest], launchOptions())
    : spawn(join(bin, entry), rest, launchOptions());

  child.on("error", (error) => stop(`${entry} could not be started: ${error.message}`));
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => child.kill(signal));
  }
  // npm and its shell die of a signal that was sent to npm alone, and do not pass it on.
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    child.kill("SIGTERM");
  }, parentPollMs);
  child.on("exit", (code, signal) =>
    process.exit(signal ? 128 + (constants.signals[signal] ?? 0) : (code ?? 1)),
  );
}

function launchOptions() {
  return { stdio: "inherit", env: environment(), cwd: root };
}

function environment() {
  return {
    ...process.env,
    PATH: `${bin}${delimiter}${process.env.PATH ?? ""}`,
    // A child that outlives this process without a terminal to stop it can tell by this that it should go.
    SAKU_PARENT_PID: `${process.pid}`,
  };
}

function entryNode() {
  const bundled = join(bin, "node");
  if (existsSync(bundled)) return bundled;
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [oldestMajor, oldestMinor] = oldestEntryNode;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) {
    return process.execPath;
  }
  return stop(
    `No Node 24 comes with the dependencies for ${process.platform} on ${process.arch}, and this Node ` +
      `(${process.versions.node}) is too old to run TypeScript.\n` +
      `Install Node ${oldestEntryNode.join(".")} or newer from https://nodejs.org; on Windows, use WSL.`,
  );
}

function hashOf(name) {
  return createHash("sha256")
    .update(readFileSync(join(root, name)))
    .digest("hex");
}

function textOf(path) {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

function stop(message, code = 1) {
  console.error(message);
  process.exit(code);
}
