// One throwaway cluster for a whole run of the tests. Its migrated database is the template of every other.
import { rmSync } from "node:fs";
import type { TestProject } from "vitest/node";
import { openStack } from "../../dev/stack.ts";
import { makeThrowawayFolder } from "../../dev/throwaway.ts";

export type TestStack = {
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly proxyUrl: string;
};

declare module "vitest" {
  interface ProvidedContext {
    testStack: TestStack;
  }
}

// Projects that ask no database; a run of these alone starts none.
const withoutDatabase = ["rules", "architecture", "pages"];

export default async function setup(
  project: TestProject,
): Promise<(() => Promise<void>) | undefined> {
  const asked = [project.vitest.config.project].flat();
  if (asked.length > 0 && asked.every((name) => withoutDatabase.includes(name))) return undefined;
  const folder = makeThrowawayFolder("test");
  // Every file has a database of its own, and what stays open to those that are done is soon all that there is.
  const stack = await openStack({ folder, isDurable: false, idleTimeoutMs: 4_000 });
  const { ownerUrl, appUrl, proxyUrl } = stack;
  project.provide("testStack", { ownerUrl, appUrl, proxyUrl });

  return async () => {
    await stack.close();
    rmSync(folder, { recursive: true, force: true });
  };
}
