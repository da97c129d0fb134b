// What a reader of the repository must not find: secrets, internal ids, machines, and errors that vanish.
import { expect, it } from "vitest";
import { leaksIn } from "./rules/leaks.ts";
import { readTree } from "./rules/tree.ts";

it("holds no secret, no internal id, no machine's folder and no error that vanishes", () => {
  expect(leaksIn(readTree())).toEqual([]);
});

it.each([
  ["docs/a.md", "`0193b3a4-3f5e-7c1a-9d0e-2b6f1a2c3d4e`"],
  ["test/node/a.test.ts", `const key = "saku_live_${"a1".repeat(16)}";`],
  ["docs/a.md", "postgres://owner:npg_abcdefghij12@host/db"],
  ["src/wallets/a.ts", "// See issue #12."],
  ["docs/a.md", "It was a helper who wrote this."],
  ["docs/a.md", "Look into /home/me/notes."],
  ["src/wallets/a.ts", "const url = env.DATABASE_URL;"],
  ["src/wallets/a.ts", "try { go(); } catch { return null; }"],
  ["src/wallets/a.ts", "try { go(); } catch (error) {}"],
  ["src/wallets/a.ts", "go().catch(() => undefined);"],
  ["dev/a.ts", 'const length = names.get("a")!.length;'],
])("sees what leaks from %s: %s", (path, text) => {
  expect(leaksIn(new Map([[path, text]]))).toHaveLength(1);
});

it.each([
  ["src/wallets/a.ts", "if (a !== b && !isClosed) return [!a, !b];"],
  ["src/wallets/a.ts", "try { go(); } catch (error) { throw nameOf(error); }"],
  ["src/app.ts", "const page = await c.env.ASSETS.fetch(c.req.raw);"],
  ["docs/a.md", "A browser's user agent is logged nowhere."],
])("lets pass what is no leak, in %s: %s", (path, text) => {
  expect(leaksIn(new Map([[path, text]]))).toEqual([]);
});
