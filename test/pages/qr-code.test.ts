import { describe, expect, it } from "vitest";
import { qrBytesOf } from "../../web/page/qr-bytes.ts";
import { qrCodeOf } from "../../web/page/qr-code.ts";
import { blocksByVersion, checkBytesPerBlock } from "../../web/page/qr-tables.ts";

// A decoder that is not ours (jsQR) reads this as "Saku".
const saku = `
#######.....#.#######
#.....#...#...#.....#
#.###.#.#.###.#.###.#
#.###.#.#.#.#.#.###.#
#.###.#.#####.#.###.#
#.....#.#...#.#.....#
#######.#.#.#.#######
........#####........
#.#####..#..#.#####..
###..#.#....#..#..#.#
..#.###..#.#.#..####.
##...#..##.....######
.######...##.#..#....
........#.#####....#.
#######.....#.##.#.#.
#.....#.#######..##..
#.###.#.##..#..#.#.#.
#.###.#.##..#..#.##..
#.###.#.#.##.#..###..
#.....#........##.#..
#######.#..#.#..#.##.`;

const textOf = (length: number) =>
  Array.from({ length }, (_, n) => String.fromCharCode(33 + ((n * 7 + length) % 90))).join("");

describe("a QR code", () => {
  it("is drawn square by square as readers expect it", () => {
    const drawn = qrCodeOf("Saku").map((row) => row.map((isDark) => (isDark ? "#" : ".")).join(""));

    expect(drawn.join("\n")).toBe(saku.trim());
  });

  it.each([1, 14, 15, 100, 213, 214, 500, 1_200, 2_331])(
    "of %d characters is as small as it can be and has check bytes that fit",
    (length) => {
      const { version, bytes } = qrBytesOf(textOf(length));
      const blocks = blocksOf(version, bytes);

      expect(qrCodeOf(textOf(length)).length).toBe(version * 4 + 17);
      for (const block of blocks) {
        expect(new Set(syndromesOf(block, checkBytesPerBlock[version - 1] ?? 0))).toEqual(
          new Set([0]),
        );
      }
      const data = blocks.flatMap((block) =>
        block.slice(0, -(checkBytesPerBlock[version - 1] ?? 0)),
      );
      expect(new TextDecoder().decode(Uint8Array.from(contentOf(data, version)))).toBe(
        textOf(length),
      );
    },
  );

  it("is none where the text is too long for the largest", () => {
    expect(() => qrCodeOf(textOf(2_332))).toThrow("too long");
  });
});

/** The blocks again, from the bytes as they are drawn. */
function blocksOf(version: number, bytes: readonly number[]): number[][] {
  const count = blocksByVersion[version - 1] ?? 0;
  const checks = checkBytesPerBlock[version - 1] ?? 0;
  const dataLength = bytes.length - count * checks;
  const shortLength = Math.floor(dataLength / count);
  const longBlocks = dataLength % count;
  const blocks = Array.from({ length: count }, (): number[] => []);
  for (const [n, byte] of bytes.slice(0, dataLength).entries()) {
    const isLast = n >= shortLength * count;
    const at = isLast ? count - longBlocks + (n - shortLength * count) : n % count;
    blocks[at]?.push(byte);
  }
  for (const [n, byte] of bytes.slice(dataLength).entries()) blocks[n % count]?.push(byte);
  return blocks;
}

/** The text's bytes stand half a byte off, behind the mode and the length. */
function contentOf(data: readonly number[], version: number): number[] {
  const nibbles = data.flatMap((byte) => [byte >> 4, byte & 15]);
  const header = version < 10 ? 3 : 5;
  const length = nibbles.slice(1, header).reduce((sum, nibble) => sum * 16 + nibble, 0);
  return Array.from(
    { length },
    (_, n) => (nibbles[header + n * 2] ?? 0) * 16 + (nibbles[header + n * 2 + 1] ?? 0),
  );
}

/** What is left of a block at the roots of its code: nothing, where its check bytes are right. */
function syndromesOf(block: readonly number[], checks: number): number[] {
  const powers: number[] = [1];
  for (let n = 1; n < 255; n += 1) {
    const next = (powers[n - 1] ?? 0) << 1;
    powers.push(next > 255 ? next ^ 0x11d : next);
  }
  const logarithms = new Map(powers.map((power, n) => [power, n]));
  const timesRoot = (value: number, root: number) =>
    value === 0 ? 0 : (powers[((logarithms.get(value) ?? 0) + root) % 255] ?? 0);
  return Array.from({ length: checks }, (_, root) =>
    block.reduce((sum, byte) => timesRoot(sum, root) ^ byte, 0),
  );
}
