import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPageSite, type PageSite } from "../support/page-site.ts";

let site: PageSite;

beforeAll(async () => {
  site = await openPageSite();
}, 60_000);

afterAll(() => site?.close());

describe("the overlay's files", () => {
  it("hold nothing that Chromium 103 does not read", async () => {
    const assets = join(site.assetsFolder, "assets");
    const names = await readdir(assets);
    const styles = await Promise.all(
      names
        .filter((name) => /^overlay.*\.css$/.test(name))
        .map((name) => readFile(join(assets, name), "utf8")),
    );
    expect(styles.length).toBe(1);
    const newer =
      /light-dark\(|color-mix\(|:has\(|@container|[^a-z]\ddvh|&|@layer \w+\{.*@scope|\(width|popover/;
    expect(styles.filter((text) => newer.test(text))).toEqual([]);
  });

  it("call nothing that Chromium 103 does not have: what it cannot read is made older, what it lacks is not", async () => {
    const assets = join(site.assetsFolder, "assets");
    const read = (name: string) => readFile(join(assets, name), "utf8");
    const names = await readdir(assets);
    const entry = names.find((name) => /^overlay-.*\.js$/.test(name)) ?? "";
    const texts = new Map([[entry, await read(entry)]]);
    for (const [, text] of texts) {
      for (const name of names) {
        if (text.includes(name) && !texts.has(name)) texts.set(name, await read(name));
      }
    }
    const newer =
      /\.(to(Sorted|Reversed|Spliced)|withResolvers|groupBy|isWellFormed|toWellFormed|canParse|fromAsync|showPopover|isSubsetOf|symmetricDifference)\b|AbortSignal\.any|Iterator\.from|RegExp\.escape|startViewTransition/;
    const used = [...texts.values()].flatMap((text) => newer.exec(text)?.[0] ?? []);
    expect([texts.size > 0, used]).toEqual([true, []]);
  });
});
