import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { archiveInBucket, hashOfContent } from "../../src/platform/archive-store.ts";

const archive = archiveInBucket(env.ARCHIVE);

it("keeps an object with its hash, and answers both", async () => {
  const content = '{"month":"2025-10"}\n';
  const hash = hashOfContent(content);
  await archive.put("audit/test/kept.json", content, hash);
  await archive.put("audit/test/kept.json", content, hash);
  expect(await archive.hashOf("audit/test/kept.json")).toBe(hash);
  expect(await archive.read("audit/test/kept.json")).toBe(content);
});

it("refuses what arrives otherwise than it was sent", async () => {
  const put = archive.put("audit/test/torn.json", "half of", hashOfContent("half of it"));
  await expect(put).rejects.toThrow();
  expect(await archive.hashOf("audit/test/torn.json")).toBeNull();
});

it("says that there is nothing where there is nothing", async () => {
  expect(await archive.hashOf("audit/test/none.json")).toBeNull();
  expect(await archive.read("audit/test/none.json")).toBeNull();
});
