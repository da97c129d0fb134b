import { blocksByVersion, checkBytesPerBlock, rawBitsOf } from "./qr-tables.ts";

const lastVersion = 40;
const byteMode = 0b0100;

export type QrBytes = { readonly version: number; readonly bytes: readonly number[] };

/** A text as the bytes of the smallest code that holds it, with check bytes, in the order in which they are drawn. */
export function qrBytesOf(text: string): QrBytes {
  const data = [...new TextEncoder().encode(text)];
  for (let version = 1; version <= lastVersion; version += 1) {
    const capacity = dataBytesOf(version);
    if (data.length + headerBytesOf(version) <= capacity) {
      return { version, bytes: interleaved(version, padded(data, version, capacity)) };
    }
  }
  throw new Error("This text is too long for a QR code.");
}

function dataBytesOf(version: number): number {
  const all = Math.floor(rawBitsOf(version) / 8);
  return all - at(checkBytesPerBlock, version - 1) * at(blocksByVersion, version - 1);
}

/** The mode and the length: a byte and a half, or two and a half. */
function headerBytesOf(version: number): number {
  return version < 10 ? 2 : 3;
}

function padded(data: readonly number[], version: number, capacity: number): number[] {
  const bits: number[] = [];
  const add = (value: number, length: number) => {
    for (let n = length - 1; n >= 0; n -= 1) bits.push((value >>> n) & 1);
  };
  add(byteMode, 4);
  add(data.length, version < 10 ? 8 : 16);
  for (const byte of data) add(byte, 8);
  add(0, Math.min(4, capacity * 8 - bits.length));
  add(0, (8 - (bits.length % 8)) % 8);
  for (let pad = 0xec; bits.length < capacity * 8; pad ^= 0xec ^ 0x11) add(pad, 8);
  return Array.from({ length: capacity }, (_, n) =>
    bits.slice(n * 8, n * 8 + 8).reduce((byte, bit) => byte * 2 + bit, 0),
  );
}

/** Blocks of equal length but for one byte, told column by column, so that a stain spoils a little of each. */
function interleaved(version: number, data: readonly number[]): number[] {
  const count = at(blocksByVersion, version - 1);
  const checks = at(checkBytesPerBlock, version - 1);
  const shortLength = Math.floor(data.length / count);
  const shortBlocks = count - (data.length % count);
  const divisor = divisorOf(checks);
  const blocks: number[][] = [];
  let from = 0;
  for (let n = 0; n < count; n += 1) {
    const length = shortLength + (n < shortBlocks ? 0 : 1);
    blocks.push(data.slice(from, from + length));
    from += length;
  }
  const checkBlocks = blocks.map((block) => remainderOf(block, divisor));
  return [...columnsOf(blocks, shortLength + 1), ...columnsOf(checkBlocks, checks)];
}

function columnsOf(blocks: readonly (readonly number[])[], length: number): number[] {
  return Array.from({ length }, (_, n) => blocks.flatMap((block) => block.slice(n, n + 1))).flat();
}

// Reed and Solomon's code over the field of 256 elements with the polynomial 0x11d.
function divisorOf(degree: number): number[] {
  const result: number[] = [...Array(degree - 1).fill(0), 1];
  let root = 1;
  for (let n = 0; n < degree; n += 1) {
    for (let m = 0; m < degree; m += 1) {
      result[m] = multiplied(at(result, m), root) ^ (result[m + 1] ?? 0);
    }
    root = multiplied(root, 2);
  }
  return result;
}

function remainderOf(data: readonly number[], divisor: readonly number[]): number[] {
  const result: number[] = Array(divisor.length).fill(0);
  for (const byte of data) {
    const factor = byte ^ (result.shift() ?? 0);
    result.push(0);
    for (const [n, coefficient] of divisor.entries()) {
      result[n] = at(result, n) ^ multiplied(coefficient, factor);
    }
  }
  return result;
}

function multiplied(one: number, other: number): number {
  let product = 0;
  for (let n = 7; n >= 0; n -= 1) {
    product = (product << 1) ^ ((product >>> 7) * 0x11d);
    product ^= ((other >>> n) & 1) * one;
  }
  return product;
}

function at(list: readonly number[], n: number): number {
  return list[n] ?? 0;
}
