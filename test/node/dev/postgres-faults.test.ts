import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { accountFor, handOver, identityOf } from "../../../dev/postgres/account.ts";
import { findPackage, prepareBinaries } from "../../../dev/postgres/binaries.ts";
import { removePostgresData } from "../../../dev/postgres.ts";
import {
  afterwards,
  cleanUp,
  isListening,
  launch,
  newFolder,
  open,
  query,
  remember,
  remembered,
} from "../../support/postgres-sandbox.ts";

// What the tests assert holds for everybody; some of it looks different for root, who lends the
// work to another user.
const isRoot = process.getuid?.() === 0;

afterEach(cleanUp);

it("starts although the lock of a crash names a process that is somebody else's by now", async () => {
  const folder = newFolder();
  const first = await open(folder);
  const lock = join(first.dataFolder, "postmaster.pid");
  const text = readFileSync(lock, "utf8");
  await first.kill();
  // The same user as the server's, because PostgreSQL takes only such a process for itself.
  const { uid, gid } = statSync(first.dataFolder);
  const stranger = spawn("sleep", ["60"], { stdio: "ignore", ...(isRoot ? { uid, gid } : {}) });
  afterwards(() => stranger.kill("SIGKILL"));
  writeFileSync(lock, text.replace(/^\d+/, String(stranger.pid)));

  const second = await open(folder);

  expect(await query(second.urlOf("saku_owner", "postgres"), "select 1 as one")).toEqual([
    { one: 1 },
  ]);
  expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
});

it("refuses to open or delete what a living launcher runs, and names that launcher", async () => {
  const folder = newFolder();
  const launcher = launch(folder, "setInterval(() => {}, 1000)");
  const serverPort = await launcher.serverPort;
  const refusal = new RegExp(`already runs for ${folder}: process ${launcher.child.pid} `);

  await expect(open(folder)).rejects.toThrow(refusal);
  await expect(removePostgresData(folder)).rejects.toThrow(refusal);
  expect(await isListening(serverPort)).toBe(true);
});

it("lets only one of two that open at the same moment have the folder", async () => {
  const folder = newFolder();

  const results = await Promise.allSettled([open(folder), open(folder)]);

  const opened = results.filter((result) => result.status === "fulfilled");
  const refused = results.filter((result) => result.status === "rejected");
  expect(opened).toHaveLength(1);
  expect(String(refused[0]?.reason)).toContain("already runs for");
  for (const { value } of opened) expect(await remembered(value)).toEqual([]);
});

it("starts anew after a kill in the middle of making the data folder", async () => {
  const folder = newFolder();
  const launcher = launch(folder, "");
  launcher.serverPort.catch(() => {});
  const partials = () => readdirSync(folder).filter((name) => name.includes("partial"));
  const isHalfMade = () => partials().some((name) => existsSync(join(folder, name, "PG_VERSION")));
  await expect.poll(isHalfMade, { interval: 5 }).toBe(true);
  launcher.child.kill("SIGKILL");
  await once(launcher.child, "exit");
  expect(readdirSync(folder)).not.toContain("postgres");

  const postgres = await open(folder);

  expect(await remembered(postgres)).toEqual([]);
  expect(partials()).toEqual([]);
});

it("leaves a folder alone that is called like its data and is something else", async () => {
  const folder = newFolder();
  const other = join(folder, "postgres");
  mkdirSync(other);
  writeFileSync(join(other, "letter.txt"), "mine");
  writeFileSync(join(folder, "postgres.passwords.json"), passwordsText());
  handOver(other, accountFor(undefined));

  await expect(open(folder)).rejects.toThrow(`${other} is there and is no PostgreSQL data folder`);
  expect(readFileSync(join(other, "letter.txt"), "utf8")).toBe("mine");
});

it("says what to do when the passwords are gone or are not the data's own", async () => {
  const folder = newFolder();
  const passwords = join(folder, "postgres.passwords.json");
  await (await open(folder)).stop();

  rmSync(passwords);
  await expect(open(folder)).rejects.toThrow(`${passwords} is gone`);
  writeFileSync(passwords, "{");
  await expect(open(folder)).rejects.toThrow(`${passwords} should hold the database's passwords`);
  writeFileSync(passwords, passwordsText());
  await expect(open(folder)).rejects.toThrow(/do not open the database in .*\n.*--fresh/);
});

it("shows the end of the server's log when it does not start", async () => {
  const folder = newFolder();
  const { dataFolder, stop } = await open(folder);
  await stop();
  writeFileSync(join(dataFolder, "PG_VERSION"), "12\n");

  await expect(open(folder)).rejects.toThrow(
    /did not start[\s\S]*initialized by PostgreSQL version 12[\s\S]*postgres\.log[\s\S]*--fresh/,
  );
});

it("names a port that is taken, and has it once it is free", async () => {
  const folder = newFolder();
  const squatter = createServer().listen(0, "127.0.0.1");
  await once(squatter, "listening");
  const address = squatter.address();
  const port = typeof address === "object" && address ? address.port : 0;

  await expect(open(folder, { port })).rejects.toThrow(`Port ${port} on 127.0.0.1 is taken`);
  squatter.close();
  await once(squatter, "close");

  expect((await open(folder, { port })).port).toBe(port);
});

it("keeps data outside a folder that its user cannot enter, finds it again, and deletes it", async () => {
  const parent = mkdtempSync(join(tmpdir(), "saku-closed-"));
  afterwards(() => rmSync(parent, { recursive: true, force: true }));
  chmodSync(parent, 0o700);
  const folder = join(parent, "state");
  const first = await open(folder);
  await remember(first, "where nobody may look");
  await first.stop();

  expect(first.dataFolder.startsWith(parent)).toBe(!isRoot);
  expect(existsSync(join(folder, "postgres.location"))).toBe(isRoot);
  expect(readdirSync(folder)).toContain("postgres.passwords.json");

  const moved = join(parent, "moved");
  renameSync(folder, moved);
  const second = await open(moved);
  expect(await remembered(second)).toEqual(["where nobody may look"]);
  expect(second.dataFolder).toBe(isRoot ? first.dataFolder : join(moved, "postgres"));
  await second.stop();

  await removePostgresData(moved);
  expect(existsSync(second.dataFolder)).toBe(false);
  expect(readdirSync(moved)).toEqual([]);
});

it("deletes the data that a test left outside its folder, once that folder is gone", async () => {
  const [first, second] = [newFolder(), newFolder()];
  for (const folder of [first, second]) chmodSync(folder, 0o700);
  const left = await open(first);
  await left.stop();
  expect(existsSync(left.dataFolder)).toBe(true);
  rmSync(first, { recursive: true });

  await open(second);

  expect(existsSync(left.dataFolder)).toBe(false);
});

it("runs as the data's owner, or else as the person behind sudo, and never as root", () => {
  const { username, uid } = userInfo();
  const nobody = Number(/^nobody:[^:]*:(\d+)/m.exec(readFileSync("/etc/passwd", "utf8"))?.[1]);
  afterwards(() => delete process.env.SUDO_UID);

  process.env.SUDO_UID = String(nobody);
  expect(accountFor(undefined).name).toBe(isRoot ? "nobody" : username);
  process.env.SUDO_UID = "0";
  expect(accountFor(nobody).name).toBe(isRoot ? "nobody" : username);
  expect(accountFor(uid).uid).not.toBe(0);
});

it("runs from a copy when npm made no links in a package that cannot be used in place", async () => {
  const [parent, home] = [newFolder(), newFolder()];
  const closed = join(parent, "closed");
  const isNoLink = (path: string) => !lstatSync(path).isSymbolicLink();
  cpSync(findPackage(), closed, { recursive: true, filter: isNoLink });
  chmodSync(join(closed, "native/lib"), 0o500);
  chmodSync(closed, 0o700);
  afterwards(() => chmodSync(join(closed, "native/lib"), 0o700));
  const account = accountFor(undefined);

  const { postgres } = prepareBinaries(closed, account, home, () => {});

  expect(postgres.startsWith(home)).toBe(true);
  const version = execFileSync(postgres, ["--version"], { ...identityOf(account), cwd: "/" });
  expect(version.toString()).toContain("PostgreSQL) 18.");
});

it("names the supported platforms on another one", () => {
  expect(() => findPackage("win32-x64")).toThrow(/win32-x64.*linux-x64.*darwin-arm64/);
});

function passwordsText(): string {
  return JSON.stringify({ postgres: "other", saku_owner: "other", saku_app: "other" });
}
