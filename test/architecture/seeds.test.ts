import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { contexts as contextTable } from "../../scripts/contexts.ts";
import { allEndpoints } from "../../src/meta.ts";
import { readSeedItems } from "./seed-items.ts";
import { blnkC4 } from "./seeds/blnk-c4.ts";
import {
  type Claim,
  claimsOf,
  columnsOfMigrations,
  isReal,
  type Reality,
  routeKeyOf,
  wordsOf,
} from "./seeds/claims.ts";
import { donationMigration } from "./seeds/donation-migration.ts";
import { fidalexBank } from "./seeds/fidalex-bank.ts";
import { micropaySchema } from "./seeds/micropay-schema.ts";
import { readSeedRows, readSummary, type SeedRow } from "./seeds/page.ts";
import { serviceErd } from "./seeds/service-erd.ts";

const root = join(import.meta.dirname, "../..");

const seeds: Readonly<Record<string, string>> = {
  "000 service ERD": serviceErd,
  "001 donation migration": donationMigration,
  "002 MicroPay schema": micropaySchema,
  "003 Blnk C4": blnkC4,
  "004 Fidalex bank": fidalexBank,
};

const states = ["built", "planned", "subsumed"];

const contexts = contextTable.map(({ name }) => name);

const page = readFileSync(join(root, "docs/seeds.md"), "utf8");
const rows = readSeedRows(page);
const reality = lookAround();

describe("the page about the seeds", () => {
  test("gives every row one of the three states and says what does the work", () => {
    const offences = rows.filter(
      (row) => !states.includes(row.state) || row.saku === "" || row.items.length === 0,
    );
    expect(offences.map(placeOf)).toEqual([]);
  });

  test("says why whatever is subsumed needs nothing of its own", () => {
    expect(rows.filter((row) => row.state === "subsumed" && row.note === "").map(placeOf)).toEqual(
      [],
    );
  });

  test("counts its rows correctly", () => {
    const counted = Object.keys(seeds).map((seed) => summaryOf(seed, (row) => row.seed === seed));
    expect(readSummary(page)).toEqual([...counted, summaryOf("all", () => true)]);
  });

  test.each(Object.keys(seeds))("covers everything in %s, once, and nothing else", (seed) => {
    const said = rows.filter((row) => row.seed === seed);
    const covered = said.flatMap((row) => row.items.map((item) => `${row.part}: ${item}`));
    const wanted = readSeedItems(seeds[seed] ?? "").flatMap((part) =>
      part.items.map((item) => `${part.title}: ${item}`),
    );
    expect(wanted.length).toBeGreaterThan(100);
    expect(covered.toSorted()).toEqual(wanted.toSorted());
  });
});

describe("what the page says about Saku", () => {
  test("names, in rows that are built, only what the migrations and the code hold", () => {
    const offences = claims("built").filter(({ claim }) => !isReal(claim, reality));
    expect(offences.map(({ row, claim }) => `${placeOf(row)} names ${wordsOf(claim)}`)).toEqual([]);
  });

  test("names something that can be looked up in every row that is built", () => {
    const offences = rows.filter(
      (row) => row.state === "built" && claimsOf(row.saku, contexts).length === 0,
    );
    expect(offences.map(placeOf)).toEqual([]);
  });

  test("does not call planned what is there already", () => {
    const stale = rows.filter((row) => row.state === "planned").filter(isWhollyReal);
    expect(stale.map(placeOf)).toEqual([]);
  });

  test("does not explain a subsumed thing by a column that its table has not", () => {
    const offences = claims("subsumed").filter(
      ({ claim }) =>
        claim.kind === "column" &&
        reality.columnsByTable.has(claim.table) &&
        !isReal(claim, reality),
    );
    expect(offences.map(({ row, claim }) => `${placeOf(row)} names ${wordsOf(claim)}`)).toEqual([]);
  });
});

describe("the checks themselves", () => {
  test("read tables and columns out of migrations", () => {
    const sql =
      "create table a.b (\n  id uuid primary key, -- c text\n  d text,\n  unique (id)\n);\nalter table a.b add column e int;";
    expect(columnsOfMigrations(sql)).toEqual(new Map([["a.b", new Set(["id", "d", "e"])]]));
  });

  test("see through a table, a column, a value, a route and an event that are not there", () => {
    const invented =
      "`wallets.pockets` `wallets.wallets.colour` `BOILED` `GET /v1/pockets` `wallet.eaten` `lock:me`";
    expect(claimsOf(invented, contexts).map((claim) => claim.kind)).toEqual([
      "table",
      "column",
      "value",
      "route",
      "event",
      "unknown",
    ]);
    expect(claimsOf(invented, contexts).filter((claim) => isReal(claim, reality))).toEqual([]);
  });
});

function claims(state: string): readonly { readonly row: SeedRow; readonly claim: Claim }[] {
  const inState = rows.filter((row) => row.state === state);
  return inState.flatMap((row) => claimsOf(row.saku, contexts).map((claim) => ({ row, claim })));
}

/** A planned row may lean on what stands; when all that it names stands, it is out of date. */
function isWhollyReal(row: SeedRow): boolean {
  const checkable = claimsOf(row.saku, contexts).filter(
    ({ kind }) => kind !== "unknown" && kind !== "value",
  );
  return checkable.length > 0 && checkable.every((claim) => isReal(claim, reality));
}

function summaryOf(seed: string, isOfSeed: (row: SeedRow) => boolean) {
  const own = rows.filter(isOfSeed);
  const byState = states.map((state) => own.filter((row) => row.state === state).length);
  return { seed, counts: [own.flatMap((row) => row.items).length, own.length, ...byState] };
}

function placeOf(row: SeedRow): string {
  return `${row.seed} / ${row.part} / ${row.items[0] ?? "a row without items"}`;
}

function lookAround(): Reality {
  const tables = filesUnder("migrations").filter((path) => !path.includes("functions"));
  const code = filesUnder("src").filter(
    (path) => path.endsWith(".ts") && !path.endsWith(".test.ts"),
  );
  return {
    columnsByTable: columnsOfMigrations(textOf(tables)),
    migrations: textOf(filesUnder("migrations")),
    routes: new Set(
      allEndpoints.map((spec) => routeKeyOf(`${spec.method.toUpperCase()} ${spec.path}`)),
    ),
    eventCode: textOf(code.filter((path) => /^src\/\w+\/events\.ts$/.test(path))),
    hasFile: (path) => existsSync(join(root, path)),
  };
}

function filesUnder(folder: string): readonly string[] {
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1)).toSorted();
}

function textOf(paths: readonly string[]): string {
  return paths.map((path) => readFileSync(join(root, path), "utf8")).join("\n");
}
