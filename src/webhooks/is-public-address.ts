type Bytes = readonly number[];
type Range = { readonly start: Bytes; readonly bits: number };

const v4Length = 4;
const v6Length = 16;

// What the registries of special-purpose addresses (RFC 6890) do not give to the public internet.
const privateV4 = rangesOf([
  [[0], 8],
  [[10], 8],
  [[100, 64], 10],
  [[127], 8],
  [[169, 254], 16],
  [[172, 16], 12],
  [[192, 0, 0], 24],
  [[192, 0, 2], 24],
  [[192, 31, 196], 24],
  [[192, 52, 193], 24],
  [[192, 88, 99], 24],
  [[192, 168], 16],
  [[192, 175, 48], 24],
  [[198, 18], 15],
  [[198, 51, 100], 24],
  [[203, 0, 113], 24],
  [[224], 3],
]);

// Of version 6 only 2000::/3 is public, and of that not what documents, tunnels or translates.
const publicV6 = rangesOf([[[0x20], 3]]);
const privateV6 = rangesOf([
  [[0x20, 0x01, 0x00], 23],
  [[0x20, 0x01, 0x0d, 0xb8], 32],
  [[0x20, 0x02], 16],
  [[0x3f, 0xff], 20],
]);

const mappedPrefix: Bytes = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];
const translatedPrefix: Bytes = [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0];

/** Whether an address belongs to the public internet, and to no network of ours or of our host. */
export function isPublicAddress(address: string): boolean {
  const bytes = bytesOf(address);
  if (bytes?.length === v4Length) return !isIn(privateV4, bytes);
  if (bytes?.length !== v6Length) return false;
  // An address of version 4 in the clothes of version 6 leads where it leads without them.
  for (const prefix of [mappedPrefix, translatedPrefix]) {
    if (startsWith(bytes, prefix)) return !isIn(privateV4, bytes.slice(prefix.length));
  }
  return isIn(publicV6, bytes) && !isIn(privateV6, bytes);
}

/** Whether an address is this machine itself, in any of the spellings that a URL leaves of it. */
export function isLoopbackAddress(address: string): boolean {
  return address === "::1" || v4BytesOf(address)?.[0] === 127;
}

/** Reads an address as its bytes; null for what is none. */
export function bytesOf(address: string): Bytes | null {
  return address.includes(":") ? v6BytesOf(address) : v4BytesOf(address);
}

function v4BytesOf(address: string): Bytes | null {
  const parts = address.split(".");
  if (parts.length !== v4Length) return null;
  // One spelling: what has leading zeros is octal to some readers and decimal to others.
  if (!parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part))) return null;
  const bytes = parts.map((part) => Number.parseInt(part, 10));
  return bytes.every((byte) => byte <= 255) ? bytes : null;
}

function v6BytesOf(address: string): Bytes | null {
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(address);
  const v4 = tail?.[2] === undefined ? [] : v4BytesOf(tail[2]);
  if (v4 === null) return null;
  const text = tail?.[1] === undefined ? address : withoutLastColon(tail[1]);
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const [head, rest] = halves.map(groupsOf);
  if (!head || rest === null) return null;
  const known = head.length + (rest?.length ?? 0) + v4.length;
  const zeros = v6Length - known;
  if (rest === undefined ? zeros !== 0 : zeros < 2) return null;
  return [...head, ...Array.from({ length: zeros }, () => 0), ...(rest ?? []), ...v4];
}

function withoutLastColon(text: string): string {
  return text.endsWith("::") ? text : text.slice(0, -1);
}

function groupsOf(text: string): number[] | null {
  if (text === "") return [];
  const groups = text.split(":");
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  return groups.flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 255];
  });
}

function rangesOf(list: readonly (readonly [Bytes, number])[]): readonly Range[] {
  return list.map(([start, bits]) => ({ start, bits }));
}

function isIn(ranges: readonly Range[], bytes: Bytes): boolean {
  return ranges.some(({ start, bits }) =>
    bytes.every((byte, index) => {
      const compared = Math.max(0, Math.min(8, bits - 8 * index));
      const mask = (0xff << (8 - compared)) & 0xff;
      return (byte & mask) === ((start[index] ?? 0) & mask);
    }),
  );
}

function startsWith(bytes: Bytes, prefix: Bytes): boolean {
  return prefix.every((byte, index) => bytes[index] === byte);
}
