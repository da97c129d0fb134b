// A refusal that the route does not promise surprises its caller; one that its catalogue lacks leaves as a 500.
import { expect, it } from "vitest";
import { cataloguesByContext } from "../../src/catalogue.ts";
import { allEndpoints } from "../../src/meta.ts";
import { problemCodesOf } from "../../src/platform/openapi.ts";
import { refusalsBySqlFunction, sqlVerbs } from "./rules/refusals.ts";
import { readTree, type Tree } from "./rules/tree.ts";

const tree = readTree();
const refusals = refusalsBySqlFunction(tree);
const verbs = sqlVerbs(tree, new Set(refusals.keys()));

// A renaming names no type, so it never finds that the owner has another wallet of the same one.
const impossible: Readonly<Record<string, readonly string[]>> = { updateWallet: ["wallet_exists"] };

it("finds the verbs that run SQL functions", () => {
  expect(verbs.map(({ verb }) => verb)).toContain("openWallet");
  expect(refusals.get("wallets.close_wallet")).toContain("account_not_empty");
});

it("promises, on every route, whatever its SQL may refuse", () => {
  const unpromised = verbs.flatMap(({ verb, calls }) => {
    const spec = allEndpoints.find(({ operationId }) => operationId === verb);
    if (!spec) return [];
    const promised = [...problemCodesOf(spec), ...(impossible[verb] ?? [])];
    return codesOf(calls)
      .filter((code) => !promised.includes(code))
      .map((code) => `${verb} may answer ${code}`);
  });
  expect(unpromised).toEqual([]);
});

it("knows every refusal of a function in the catalogue of the context that runs it", () => {
  const unknown = [...refusals]
    .filter(([name]) => verbs.some(({ calls }) => calls.includes(name)))
    .flatMap(([name, codes]) => {
      const known = { ...cataloguesByContext.platform, ...cataloguesByContext[contextOf(name)] };
      return codes.filter((code) => !(code in known)).map((code) => `${name} refuses ${code}`);
    });
  expect(unknown).toEqual([]);
});

it("follows a refusal through the functions that are called, and reads no comment", () => {
  const sample: Tree = new Map([
    ["migrations/functions/a/one.sql", "perform b.two(1); -- perform platform.refuse('never')"],
    ["migrations/functions/b/two.sql", "perform a.one(1); perform platform.refuse('too_late')"],
    ["src/a/do-one.ts", 'run(deps, "a.one", intent)'],
  ]);
  expect(refusalsBySqlFunction(sample).get("a.one")).toEqual(["too_late"]);
  expect(sqlVerbs(sample, new Set(["a.one", "b.two"]))).toEqual([
    { verb: "doOne", calls: ["a.one"] },
  ]);
});

function codesOf(calls: readonly string[]): string[] {
  return calls.flatMap((name) => refusals.get(name) ?? []);
}

function contextOf(sqlFunction: string): string {
  return sqlFunction.split(".")[0] ?? "";
}
