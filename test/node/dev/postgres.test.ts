import { once } from "node:events";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { createDatabase, dropDatabase, removePostgresData } from "../../../dev/postgres.ts";
import {
  afterwards,
  cleanUp,
  connect,
  isListening,
  launch,
  newFolder,
  open,
  query,
  remember,
  remembered,
} from "../../support/postgres-sandbox.ts";

afterEach(cleanUp);

it("answers the owner, who is no superuser, in UTF-8 and UTC", async () => {
  const postgres = await open(newFolder());

  const [row] = await query(
    postgres.urlOf("saku_owner", "postgres"),
    `select version(), rolsuper, rolbypassrls, rolcreatedb, rolcreaterole,
       current_setting('server_encoding') as encoding, current_setting('TimeZone') as zone,
       (select datlocale from pg_database where datname = 'postgres') as locale,
       lower('ÄÉ') as lower, 'a' < 'B' as is_linguistic
     from pg_roles where rolname = current_user`,
  );

  expect(row?.version).toMatch(/^PostgreSQL 18\./);
  expect(row).toMatchObject({ rolsuper: false, rolbypassrls: false });
  expect(row).toMatchObject({ rolcreatedb: true, rolcreaterole: true });
  expect(row).toMatchObject({ encoding: "UTF8", zone: "UTC", locale: "C.UTF-8" });
  expect(row).toMatchObject({ lower: "äé", is_linguistic: false });
});

it("keeps passwords and log to their owner, and lets nobody in without a password", async () => {
  const folder = newFolder();
  const postgres = await open(folder);

  expect(modeOf(join(folder, "postgres.passwords.json"))).toBe(0o600);
  expect(modeOf(join(folder, "postgres.log"))).toBe(0o600);
  expect(modeOf(postgres.dataFolder)).toBe(0o700);
  const wrong = new URL(postgres.urlOf("postgres", "postgres"));
  wrong.password = "wrong";
  await expect(query(wrong.href, "select 1")).rejects.toMatchObject({ code: "28P01" });
});

it("keeps what was committed across an orderly stop and across kill -9", async () => {
  const folder = newFolder();
  const first = await open(folder, { isDurable: true });
  await remember(first, "before the stop");
  await first.stop();
  expect(await isListening(first.port)).toBe(false);

  const second = await open(folder, { isDurable: true });
  await remember(second, "before the kill");
  await second.kill();
  expect(await isListening(second.port)).toBe(false);

  const third = await open(folder, { isDurable: true });
  expect(await remembered(third)).toEqual(["before the stop", "before the kill"]);
});

it("leaves its successor alone when it is stopped once more", async () => {
  const folder = newFolder();
  const first = await open(folder);
  await first.kill();
  const second = await open(folder);

  await first.stop();
  await first.kill();

  expect(await isListening(second.port)).toBe(true);
});

it("takes over a server whose launcher was killed, with its data", async () => {
  const folder = newFolder();
  const launcher = launch(folder, "setInterval(() => {}, 1000)");
  const orphanPort = await launcher.serverPort;
  launcher.child.kill("SIGKILL");
  await once(launcher.child, "exit");
  expect(await isListening(orphanPort)).toBe(true);

  const steps: string[] = [];
  const postgres = await open(folder, { report: (step) => steps.push(step) });

  expect(await isListening(orphanPort)).toBe(false);
  expect(await remembered(postgres)).toEqual(["by the launcher"]);
  expect(steps).toContain("Stopping a PostgreSQL whose launcher was killed");
});

it("lets a launcher end that forgot to stop it", async () => {
  const folder = newFolder();
  const launcher = launch(folder, "");
  const ended = once(launcher.child, "exit");

  expect(await isListening(await launcher.serverPort)).toBe(true);
  expect(await ended).toEqual([0, null]);

  await removePostgresData(folder);
  expect(await isListening(await launcher.serverPort)).toBe(false);
  expect(readdirSync(folder)).toEqual([]);
});

it("makes, clones and drops databases of the owner, however often it is asked", async () => {
  const postgres = await open(newFolder());
  const ownerUrlOf = (name: string) => postgres.urlOf("saku_owner", name);

  await Promise.all([1, 2, 3].map(() => createDatabase(postgres, "a model")));
  await query(ownerUrlOf("a model"), "create table kept (note text)");
  await createDatabase(postgres, "clone", { template: "a model" });
  await createDatabase(postgres, "clone", { template: "a model" });
  expect(await query(ownerUrlOf("clone"), "select * from kept")).toEqual([]);

  const lingering = await connect(ownerUrlOf("clone"));
  afterwards(() => lingering.end());
  await dropDatabase(postgres, "clone");
  await dropDatabase(postgres, "clone");
  await expect(query(ownerUrlOf("clone"), "select 1")).rejects.toMatchObject({ code: "3D000" });
});

function modeOf(path: string): number {
  return statSync(path).mode & 0o777;
}
