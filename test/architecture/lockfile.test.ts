import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { root } from "./rules/tree.ts";

type Locked = {
  readonly version?: string;
  readonly resolved?: string;
  readonly optionalDependencies?: Record<string, string>;
};
type Lockfile = { readonly packages: Record<string, Locked> };
type Manifest = Record<
  "dependencies" | "devDependencies" | "optionalDependencies",
  Record<string, string>
>;

const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as Lockfile;
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest;
const pinned = {
  ...manifest.dependencies,
  ...manifest.devDependencies,
  ...manifest.optionalDependencies,
};

it("locks what every platform may need, or `npm ci` refuses the whole file", () => {
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter(
        (name) =>
          !(`node_modules/${name}` in packages) && !(`${path}/node_modules/${name}` in packages),
      )
      .map((name) => `${path || "saku"} wants ${name}`),
  );
  expect(missing).toEqual([]);
});

it("names no host that served a package", () => {
  expect(Object.entries(packages).filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
});

it("pins every dependency to one version, which is the locked one", () => {
  const faults = Object.entries(pinned).filter(
    ([name, version]) =>
      !/^\d+\.\d+\.\d+[\w.-]*$/.test(version) ||
      packages[`node_modules/${name}`]?.version !== version,
  );
  expect(faults).toEqual([]);
});
