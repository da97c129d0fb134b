import { qrBytesOf } from "./qr-bytes.ts";
import { alignmentPositionsOf, levelBits } from "./qr-tables.ts";

/** Rows of squares, dark where true. */
export type QrCode = readonly (readonly boolean[])[];

type Canvas = {
  readonly size: number;
  readonly dark: boolean[][];
  /** What is a pattern and holds no data. */
  readonly fixed: boolean[][];
};

/** A text as a QR code: byte mode, error correction level M, the mask that reads best. */
export function qrCodeOf(text: string): QrCode {
  const { version, bytes } = qrBytesOf(text);
  const canvas = emptyCanvas(version * 4 + 17);
  drawPatterns(canvas, version);
  drawBytes(canvas, bytes);
  const masks = [0, 1, 2, 3, 4, 5, 6, 7].map((mask) => masked(canvas, mask));
  return masks.reduce((best, next) => (penaltyOf(next) < penaltyOf(best) ? next : best));
}

function emptyCanvas(size: number): Canvas {
  const grid = () => Array.from({ length: size }, () => Array<boolean>(size).fill(false));
  return { size, dark: grid(), fixed: grid() };
}

function set({ dark, fixed, size }: Canvas, x: number, y: number, isDark: boolean): void {
  const [row, fixedRow] = [dark[y], fixed[y]];
  if (!row || !fixedRow || x < 0 || x >= size) return;
  row[x] = isDark;
  fixedRow[x] = true;
}

function drawPatterns(canvas: Canvas, version: number): void {
  const { size } = canvas;
  for (let n = 0; n < size; n += 1) {
    set(canvas, 6, n, n % 2 === 0);
    set(canvas, n, 6, n % 2 === 0);
  }
  for (const [x, y] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const) {
    drawRings(canvas, x, y, 4, (ring) => ring !== 2 && ring !== 4);
  }
  const positions = alignmentPositionsOf(version);
  const last = positions.length - 1;
  for (const [n, x] of positions.entries()) {
    for (const [m, y] of positions.entries()) {
      const isFinder = (n === 0 && (m === 0 || m === last)) || (n === last && m === 0);
      if (!isFinder) drawRings(canvas, x, y, 2, (ring) => ring !== 1);
    }
  }
  drawFormat(canvas, 0);
  drawVersion(canvas, version);
}

function drawRings(
  canvas: Canvas,
  x: number,
  y: number,
  radius: number,
  isDark: (ring: number) => boolean,
): void {
  for (let dy = -radius; dy <= radius; dy += 1) {
    for (let dx = -radius; dx <= radius; dx += 1) {
      set(canvas, x + dx, y + dy, isDark(Math.max(Math.abs(dx), Math.abs(dy))));
    }
  }
}

/** The level and the mask, twice, with check bits of their own. */
function drawFormat(canvas: Canvas, mask: number): void {
  const data = (levelBits << 3) | mask;
  let rest = data;
  for (let n = 0; n < 10; n += 1) rest = (rest << 1) ^ ((rest >>> 9) * 0x537);
  const bits = ((data << 10) | rest) ^ 0x5412;
  const bit = (n: number) => ((bits >>> n) & 1) === 1;
  const { size } = canvas;
  for (let n = 0; n <= 5; n += 1) set(canvas, 8, n, bit(n));
  set(canvas, 8, 7, bit(6));
  set(canvas, 8, 8, bit(7));
  set(canvas, 7, 8, bit(8));
  for (let n = 9; n < 15; n += 1) set(canvas, 14 - n, 8, bit(n));
  for (let n = 0; n < 8; n += 1) set(canvas, size - 1 - n, 8, bit(n));
  for (let n = 8; n < 15; n += 1) set(canvas, 8, size - 15 + n, bit(n));
  set(canvas, 8, size - 8, true);
}

function drawVersion(canvas: Canvas, version: number): void {
  if (version < 7) return;
  let rest = version;
  for (let n = 0; n < 12; n += 1) rest = (rest << 1) ^ ((rest >>> 11) * 0x1f25);
  const bits = (version << 12) | rest;
  for (let n = 0; n < 18; n += 1) {
    const isDark = ((bits >>> n) & 1) === 1;
    const far = canvas.size - 11 + (n % 3);
    set(canvas, far, Math.floor(n / 3), isDark);
    set(canvas, Math.floor(n / 3), far, isDark);
  }
}

function drawBytes({ size, dark, fixed }: Canvas, bytes: readonly number[]): void {
  const free = pathOf(size).filter(([x, y]) => fixed[y]?.[x] === false);
  for (const [n, [x, y]] of free.slice(0, bytes.length * 8).entries()) {
    const line = dark[y];
    if (line) line[x] = (((bytes[n >>> 3] ?? 0) >>> (7 - (n & 7))) & 1) === 1;
  }
}

/** Two columns at a time from the right, up and down in turn; the column of the timing pattern is passed over. */
function pathOf(size: number): (readonly [number, number])[] {
  const path: [number, number][] = [];
  for (let right = size - 1; right >= 1; right -= 2) {
    const column = right <= 6 ? right - 1 : right;
    const isUpward = ((column + 1) & 2) === 0;
    for (let step = 0; step < size * 2; step += 1) {
      const row = Math.floor(step / 2);
      path.push([column - (step % 2), isUpward ? size - 1 - row : row]);
    }
  }
  return path;
}

const maskRules: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_x, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

function masked({ size, dark, fixed }: Canvas, mask: number): boolean[][] {
  const rule = maskRules[mask];
  const turned = dark.map((row, y) =>
    row.map((isDark, x) => (!fixed[y]?.[x] && rule?.(x, y) ? !isDark : isDark)),
  );
  drawFormat({ size, dark: turned, fixed: fixed.map((row) => [...row]) }, mask);
  return turned;
}

/** What makes a code hard to read: long runs, blocks, look-alikes of the corners, too much of one colour. */
function penaltyOf(rows: readonly (readonly boolean[])[]): number {
  const size = rows.length;
  const columns = rows.map((_, x) => rows.map((row) => row[x] === true));
  const lines = [...rows, ...columns].map((line) =>
    line.map((isDark) => (isDark ? "1" : "0")).join(""),
  );
  let penalty = 0;
  for (const line of lines) {
    for (const [run] of line.matchAll(/0{5,}|1{5,}/g)) penalty += run.length - 2;
    penalty += 40 * (line.match(/(?=10111010000|00001011101)/g)?.length ?? 0);
  }
  for (let y = 1; y < size; y += 1) {
    for (let x = 1; x < size; x += 1) {
      const isDark = rows[y]?.[x];
      const isBlock =
        rows[y]?.[x - 1] === isDark &&
        rows[y - 1]?.[x] === isDark &&
        rows[y - 1]?.[x - 1] === isDark;
      if (isBlock) penalty += 3;
    }
  }
  const darkCount = rows.flat().filter(Boolean).length;
  return penalty + Math.floor(Math.abs(darkCount * 20 - size * size * 10) / (size * size)) * 10;
}
