// `npm run clickhouse`: lets ClickHouse's own engine take what the read models send, and compares every row of it with
// theirs. Exit code 1 where they differ, or where the engine cannot be had.
import { mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { openStack } from "../dev/stack.ts";
import { makeThrowawayFolder } from "../dev/throwaway.ts";
import { analyticsTables } from "../src/readmodels/index.ts";
import { faultsAtBounds } from "./clickhouse/bounds.ts";
import { compareTable } from "./clickhouse/compare.ts";
import { type EngineServer, installEngine, openEngineServer } from "./clickhouse/engine.ts";
import { scenes } from "./clickhouse/scenes.ts";
import { openSite, type Site } from "./clickhouse/site.ts";
import { isRefusal } from "./migrations/index.ts";
import { flag, optionsOrExit, wholeNumber } from "./options.ts";

const { transfers, tables } = optionsOrExit(
  "clickhouse",
  "Lets ClickHouse's engine take what the read models send, and compares the two.",
  {
    transfers: wholeNumber("how many transfers each scene makes, besides all that is special", {
      least: 1,
      most: 10_000,
      otherwise: 40,
    }),
    tables: flag("only prints the tables, as an operator makes them"),
  },
);
const shownDifferences = 10;
const say = (line: string) => void process.stdout.write(`${line}\n`);

if (tables) {
  for (const sql of Object.values(analyticsTables)) say(`${sql};\n`);
} else {
  // The product's own log tells of a store that is away, which is part of this.
  console.log = () => undefined;
  try {
    process.exitCode = (await run()) ? 0 : 1;
  } catch (error) {
    // Anything but a refusal is a fault, whose stack trace is wanted.
    console.error(isRefusal(error) ? error.message : error);
    process.exitCode = 1;
  }
}

async function run(): Promise<boolean> {
  const packages = resolve(process.env.SAKU_STATE || ".saku", "clickhouse");
  installEngine(packages, say);
  const folder = makeThrowawayFolder("clickhouse");
  const dataFolder = join(folder, "clickhouse");
  mkdirSync(dataFolder);
  try {
    const engine = await openEngineServer(packages, dataFolder);
    try {
      return await playOver(engine, folder);
    } finally {
      await engine.kill();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function playOver(engine: EngineServer, folder: string): Promise<boolean> {
  const stack = await openStack({ folder, isDurable: false });
  try {
    const version = (await engine.ask("SELECT version()")).trim().replaceAll('"', "");
    say(`ClickHouse ${version}, its engine in a process behind a port; no server, no network.\n`);
    const site = openSite(stack, engine);
    // Twice, as an operator may.
    for (const sql of [...Object.values(analyticsTables), ...Object.values(analyticsTables)]) {
      await engine.ask(sql);
    }
    const bounds = await faultsAtBounds(site);
    say(bounds.length === 0 ? "as it should  76 digits, and what must be refused" : "WRONG");
    for (const fault of bounds) say(`    ${fault}`);
    return (await playScenes(site)) && bounds.length === 0;
  } finally {
    await stack.close();
  }
}

async function playScenes(site: Site): Promise<boolean> {
  let isSame = true;
  for (const { name, play } of scenes) {
    await play(site, transfers);
    for (const entry of Object.entries(analyticsTables)) {
      const [table] = entry;
      const stores = { ask: site.engine.ask, ownerUrl: site.bank.ownerUrl };
      const { rows, differences } = await compareTable(stores, entry);
      const sent = site.sendings.filter((sending) => sending.table === table);
      const sentRows = sent.reduce((sum, sending) => sum + sending.rows.length, 0);
      const kept = (await site.engine.ask(`SELECT count() FROM ${table} FORMAT TSV`)).trim();
      isSame &&= differences.length === 0 && rows > 0;
      say(
        `${differences.length === 0 ? "the same" : "DIFFERENT"}  ${table}, ${rows} rows ` +
          `(sent ${sentRows} in ${sent.length} requests, ${kept} lie there): ${name}`,
      );
      for (const difference of differences.slice(0, shownDifferences)) say(`    ${difference}`);
    }
  }
  return isSame;
}
