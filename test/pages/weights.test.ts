// What is built for the pages: how much it weighs, and what it holds.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { promisedFixture } from "../support/donate-fixture.ts";
import { openPages } from "../support/open-pages.ts";
import { openVisit } from "../support/page-visit.ts";

const { browser, site } = await openPages();

/** YouTube's player is shown by the overlay alone, in a frame; the others are names and examples, and never asked for. */
function isNamedOnly(file: string, url: string): boolean {
  if (url === "https://www.youtube.com") return file.startsWith("assets/overlay-");
  return url === "http://www.w3.org" || url === "https://youtu.be";
}

// What a page may weigh, in bytes, gzipped.
const scriptLimitBytes = 40_000;
const styleLimitBytes = 10_000;
// With everything that the overlay loads by itself; YouTube's player is none of ours.
const overlayLimitBytes = 60_000;

describe("the built files", () => {
  it.each([
    ...["index.html", "docs.html", "problems.html"],
    ...["donate.html", "studio.html", "overlay.html"],
  ])("of %s are light", async (file) => {
    const html = await readFile(join(site.assetsFolder, file), "utf8");
    const linked = [...html.matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css))"/g)].map(
      ([, path]) => path ?? "",
    );
    const scripts = linked.filter((path) => path.endsWith(".js"));
    const styles = linked.filter((path) => path.endsWith(".css"));

    expect(scripts.length).toBeGreaterThan(1);
    expect(styles.length).toBeGreaterThan(0);
    expect(await weightOf(scripts)).toBeLessThan(scriptLimitBytes);
    expect(await weightOf(styles)).toBeLessThan(styleLimitBytes);
  });

  it("of the overlay weigh little with all that it loads", async () => {
    const visit = await openVisit(browser, site.origin);
    const loaded = new Set<string>();
    visit.page.on("response", (response) => loaded.add(new URL(response.url()).pathname));
    await visit.page.goto(`/overlay/${promisedFixture.donation_ref}#k=ovl_${"a".repeat(43)}`);
    await expect.poll(() => [...loaded].join()).toContain("/assets/alarm-worker-");
    await visit.close();
    const files = [...loaded].filter((path) => /\.(js|css|svg)$/.test(path));
    expect(await weightOf(["overlay.html", ...files])).toBeLessThan(overlayLimitBytes);
  });

  it("hold nothing inline and nothing of anybody else", async () => {
    const files = await readdir(site.assetsFolder, { recursive: true });
    const texts = files.filter((file) => /\.(html|css|js)$/.test(file));
    for (const file of texts) {
      const text = await readFile(join(site.assetsFolder, file), "utf8");
      const addresses = (text.match(/https?:\/\/[\w.]+/g) ?? []).filter(
        (url) => !isNamedOnly(file, url),
      );
      expect(addresses, file).toEqual([]);
      if (!file.endsWith(".html")) continue;
      expect(text, file).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=/);
    }
  });
});

async function weightOf(paths: readonly string[]): Promise<number> {
  const sizesBytes = paths.map(
    async (path) => gzipSync(await readFile(join(site.assetsFolder, path))).length,
  );
  return (await Promise.all(sizesBytes)).reduce((sum, size) => sum + size, 0);
}
