import { describe, expect, it } from "vitest";
import { brokenLine } from "./bulk-item.ts";
import { chunksOf } from "./chunks-of.ts";

/** A body that arrives in pieces of so many bytes. */
function bodyOf(text: string, pieceBytes = 7): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  return new ReadableStream({
    start(controller) {
      for (let at = 0; at < bytes.length; at += pieceBytes) {
        controller.enqueue(bytes.slice(at, at + pieceBytes));
      }
      controller.close();
    },
  });
}

async function chunksIn(text: string, size: number, pieceBytes?: number): Promise<unknown[][]> {
  const chunks: unknown[][] = [];
  for await (const chunk of chunksOf(bodyOf(text, pieceBytes), size)) chunks.push(chunk);
  return chunks;
}

const lines = (...items: unknown[]) => items.map((item) => JSON.stringify(item)).join("\n");

describe("NDJSON", () => {
  it.each([1, 2, 3, 1_000])(
    "is the same items whether it comes %i bytes at a time",
    async (pieceBytes) => {
      const items = [{ name: "Ibu Sri 💸 Ñandú" }, { name: "x" }, [], 5, null];
      expect((await chunksIn(lines(...items), 2, pieceBytes)).flat()).toEqual(items);
    },
  );

  it("may have empty lines, a return before each line's end, and none at the end", async () => {
    expect(await chunksIn('{"a":1}\r\n\r\n   \n{"a":2}', 10)).toEqual([[{ a: 1 }, { a: 2 }]]);
    expect(await chunksIn('{"a":1}\n', 10)).toEqual([[{ a: 1 }]]);
    expect(await chunksIn("", 10)).toEqual([]);
    expect(await chunksIn("\n\n", 10)).toEqual([]);
  });

  it("keeps the place of a line that cannot be read", async () => {
    expect(await chunksIn('{"a":1}\nnot json\n{"a":2}', 10)).toEqual([
      [{ a: 1 }, brokenLine, { a: 2 }],
    ]);
  });

  it("is handed on in chunks of a size, and the rest at its end", async () => {
    const sizes = (await chunksIn(lines(1, 2, 3, 4, 5), 2)).map((chunk) => chunk.length);
    expect(sizes).toEqual([2, 2, 1]);
  });

  it("never tears a chain apart, and begins another chunk between two chains", async () => {
    const a = { chain: "a" };
    const b = { chain: "b" };
    const alone = {};
    expect(await chunksIn(lines(alone, a, a, a, b, b, alone), 2)).toEqual([
      [alone, a, a, a],
      [b, b],
      [alone],
    ]);
  });

  it("is handed on sooner where its items are long, and refuses a chain that no call can carry", async () => {
    const long = { metadata: "x".repeat(60_000) };
    const text = lines(...Array(100).fill(long));
    const sizes = (await chunksIn(text, 1_000, 100_000)).map((chunk) => chunk.length);
    expect(sizes).toEqual([67, 33]);
    const chain = lines(...Array(300).fill({ ...long, chain: "a" }));
    await expect(chunksIn(chain, 1_000, 100_000)).rejects.toMatchObject({
      code: "validation_failed",
    });
  });

  it("does not hold a chain in memory that never ends", async () => {
    const chain = (length: number) => lines(...Array.from({ length }, () => ({ chain: "a" })));
    expect((await chunksIn(chain(502), 2, 1_000)).map((chunk) => chunk.length)).toEqual([502]);
    await expect(chunksIn(chain(503), 2, 1_000)).rejects.toMatchObject({
      code: "validation_failed",
    });
  });

  it.each([1_000, 1_000_000])(
    "refuses a line that is longer than an item can be (pieces of %i bytes)",
    async (pieceBytes) => {
      const text = `{"a":1}\n${JSON.stringify("x".repeat(70_000))}\n{"a":2}`;
      await expect(chunksIn(text, 10, pieceBytes)).rejects.toMatchObject({
        code: "payload_too_large",
      });
    },
  );
});
