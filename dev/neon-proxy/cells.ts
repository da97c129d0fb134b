// How a cell looks when the client did not ask for raw text. The driver always does; curl does not.

const jsonTypeIds = new Set([114, 3802]);
const integerTypeIds = new Set([21, 23]);
const floatTypeIds = new Set([700, 701]);
const booleanTypeId = 16;

// The array types whose elements Neon turns into something else than a string, and those that it
// splits into strings. Arrays of types made by users stay text, because their ids differ everywhere.
const elementTypeIds = new Map([
  [199, 114],
  [3807, 3802],
  [1000, booleanTypeId],
  [1001, 17],
  [1005, 21],
  [1007, 23],
  [1009, 25],
  [1014, 1042],
  [1015, 1043],
  [1016, 20],
  [1021, 700],
  [1022, 701],
  [1115, 1114],
  [1182, 1082],
  [1185, 1184],
  [1231, 1700],
  [2951, 2950],
]);

export function jsonOfCell(text: string, typeId: number): string {
  const elementTypeId = elementTypeIds.get(typeId);
  if (elementTypeId !== undefined) return jsonOfArray(text, elementTypeId);
  if (typeId === booleanTypeId) return text === "t" ? "true" : "false";
  if (integerTypeIds.has(typeId) || jsonTypeIds.has(typeId)) return text;
  // JSON has no NaN and no infinities, so they stay strings.
  if (floatTypeIds.has(typeId) && Number.isFinite(Number(text))) return String(Number(text));
  return JSON.stringify(text);
}

// Braces and commas stand for themselves; an element is quoted, with backslashes, or bare.
const arrayTokens = /[{},]|"((?:[^"\\]|\\.)*)"|[^{},"]+/gs;

function jsonOfArray(text: string, elementTypeId: number): string {
  // Bounds other than one come first, as in "[0:1]={1,2}", and JSON has no place for them.
  const braces = text.startsWith("[") ? text.slice(text.indexOf("=") + 1) : text;
  return braces.replace(arrayTokens, (token: string, quoted: string | undefined) => {
    if (token === "{") return "[";
    if (token === "}") return "]";
    if (token === ",") return ",";
    if (quoted !== undefined) return jsonOfCell(quoted.replace(/\\(.)/gs, "$1"), elementTypeId);
    return token === "NULL" ? "null" : jsonOfCell(token, elementTypeId);
  });
}
