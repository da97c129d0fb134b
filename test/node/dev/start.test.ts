// One real run of `npm start`, in a state folder of its own.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { demoWallets } from "../../../dev/demo.ts";
import { freePort } from "../../../dev/ports.ts";
import { endGroup, endProcess, isRunning, programsIn } from "../../../dev/processes.ts";
import { readStackFile, type StackFile } from "../../../dev/state.ts";
import { makeThrowawayFolder } from "../../../dev/throwaway.ts";

const root = join(import.meta.dirname, "../../..");
const readyLimitMs = 60_000;
const gonePollMs = 50;

let stateFolder: string;
let port: number;

beforeAll(async () => {
  stateFolder = makeThrowawayFolder("start");
  port = await freePort();
});

afterAll(async () => {
  const { worker, launcher, postgres } = readStackFile(stateFolder)?.pids ?? {};
  if (launcher) await endProcess(launcher, "SIGKILL", 1000);
  if (worker) await endGroup(worker, programsIn(root), 1000);
  if (postgres) await endProcess(postgres, "SIGQUIT", 5000);
  rmSync(stateFolder, { recursive: true, force: true });
});

it("runs, survives kill -9 of every process with its data, and leaves nothing behind when stopped", async () => {
  const first = start();
  await first.said("Start over");
  const wallet = await openWallet();
  const demo = await demoBalances();
  expect(demo).toEqual(["445000", "120.00", "0", "305000", "45.50"]);

  expect(await start().ended()).toMatchObject({
    code: 0,
    output: expect.stringContaining("Saku is already running"),
  });
  expect(await start("--fresh").ended()).toMatchObject({
    code: 1,
    output: expect.stringContaining("its database cannot be removed under it"),
  });

  killEverything(runningStack());
  await first.ended();

  const second = start();
  await second.said("Start over");
  expect(await getWallet(wallet.wallet_ref)).toEqual(wallet);
  expect(await demoBalances()).toEqual(demo);
  expect(await runPrintedCurl(second.output())).toContain(wallet.wallet_ref);

  const stack = runningStack();
  second.child.kill("SIGINT");
  expect((await second.ended()).code).toBe(0);
  expect(Object.values(stack.pids).filter((record) => record && isRunning(record))).toEqual([]);
  expect(leftoversOf(stack)).toEqual([]);
  expect(existsSync(join(stateFolder, "stack.json"))).toBe(false);
  expect(existsSync(join(stateFolder, "lock.json"))).toBe(false);
});

it("stops everything when npm alone is told to end, which tells nobody else", async () => {
  const { SAKU_PARENT_PID: _ours, ...environment } = process.env;
  const npm = spawn("npm", ["start"], {
    cwd: root,
    env: { ...environment, SAKU_PORT: `${port}`, SAKU_STATE: stateFolder },
    stdio: "ignore",
    // As a service manager starts it: without a terminal whose Ctrl-C reaches all.
    detached: true,
  });
  const readiness = () =>
    fetch(`http://127.0.0.1:${port}/ready`).then(
      ({ status }) => status,
      () => 0,
    );
  await expect.poll(readiness, { timeout: readyLimitMs }).toBe(200);
  await expect
    .poll(() => readStackFile(stateFolder)?.pids.launcher, { timeout: readyLimitMs })
    .toBeDefined();
  const stack = runningStack();

  npm.kill("SIGTERM");

  await expect.poll(() => leftoversOf(stack), { timeout: 10_000 }).toEqual([]);
});

it("ends with the port's name and the remedy when the port that was asked for is taken", async () => {
  const other = await occupy(port);
  const { code, output } = await start().ended();
  other.close();

  expect(code).toBe(1);
  expect(output).toContain(`Port ${port} (SAKU_PORT) is taken by another program.`);
  expect(output).toContain("choose another port: SAKU_PORT=");
});

function start(...flags: readonly string[]) {
  const child = spawn(process.execPath, [join(root, "dev/start.ts"), ...flags], {
    cwd: root,
    env: { ...process.env, SAKU_PORT: `${port}`, SAKU_STATE: stateFolder, SAKU_PARENT_PID: "" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output += chunk;
    });
  }
  const closed = once(child, "close");
  return {
    child,
    output: () => output,
    said: (text: string) => untilSaid(child, () => output, text),
    ended: async () => {
      await closed;
      return { code: child.exitCode, output };
    },
  };
}

async function untilSaid(child: ChildProcess, output: () => string, text: string): Promise<void> {
  const deadline = performance.now() + readyLimitMs;
  while (!output().includes(text)) {
    if (child.exitCode !== null || performance.now() > deadline) {
      throw new Error(`It did not say "${text}", but:\n${output()}`);
    }
    await sleep(gonePollMs);
  }
}

function runningStack(): StackFile {
  const stack = readStackFile(stateFolder);
  if (!stack) throw new Error("The stack does not say that it runs.");
  return stack;
}

/** The launcher, everything in the Worker's group, and Postgres: what a person does who has lost patience. */
function killEverything({ pids: { launcher, worker, postgres } }: StackFile): void {
  for (const pid of [launcher?.pid, worker && -worker.pid, postgres?.pid]) {
    if (pid) process.kill(pid, "SIGKILL");
  }
}

/** Whatever still names the state folder on its command line or is of the Worker's group. */
function leftoversOf({ pids: { worker } }: StackFile): readonly string[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc").filter((name) => {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      const [state, , group] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      const command = readFileSync(`/proc/${name}/cmdline`, "utf8");
      return state !== "Z" && (Number(group) === worker?.pid || command.includes(stateFolder));
    } catch {
      return false;
    }
  });
}

async function openWallet(): Promise<{ wallet_ref: string }> {
  const response = await fetch(`http://127.0.0.1:${port}/v1/wallets`, {
    method: "POST",
    headers: { ...authorization(), "content-type": "application/json" },
    body: JSON.stringify({
      owner_ref: "01JD0000000000000000000000",
      type: "CASH",
      currency: "IDR",
      name: "Survivor",
      slug: "survivor",
    }),
  });
  expect(response.status).toBe(201);
  return response.json();
}

async function getWallet(ref: string): Promise<unknown> {
  const url = `http://127.0.0.1:${port}/v1/wallets/${ref}`;
  return (await fetch(url, { headers: authorization() })).json();
}

/** What the wallets of the demo hold, in their order. */
async function demoBalances(): Promise<string[]> {
  const { data } = await read<{ data: { wallet_ref: string; name: string }[] }>("?limit=100");
  const refs = demoWallets.map(({ name }) => data.find((each) => each.name === name)?.wallet_ref);
  const balances = refs.map((ref) => read<{ balance: string }>(`/${ref}/balance`));
  return (await Promise.all(balances)).map(({ balance }) => balance);
}

async function read<Answer>(path: string): Promise<Answer> {
  const url = `http://127.0.0.1:${port}/v1/wallets${path}`;
  return (await fetch(url, { headers: authorization() })).json() as Promise<Answer>;
}

/** Asks what the printed line asks, in whose exact form it is expected. */
async function runPrintedCurl(screen: string): Promise<string> {
  const line = /curl -s .*/.exec(screen)?.[0] ?? "false";
  const [, url = "", key = ""] = /^curl -s (\S+) -H "Authorization: (.*)"$/.exec(line) ?? [];
  return (await fetch(url, { headers: { authorization: key } })).text();
}

function authorization(): Record<string, string> {
  const { operatorKey } = JSON.parse(readFileSync(join(stateFolder, "secrets.json"), "utf8"));
  return { authorization: `Bearer ${operatorKey}` };
}

function occupy(taken: number): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(taken, "127.0.0.1", () => resolve(server));
  });
}
