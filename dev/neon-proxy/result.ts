import { jsonOfCell } from "./cells.ts";
import type { MessageListener } from "./reader.ts";
import { databaseRefusalOf, parseDatabaseFields, type Refusal, refusalOf } from "./refusal.ts";

export type RowMode = { readonly isArray: boolean; readonly isRawText: boolean };

/** Hears the answers to a pipeline of statements and holds them as the JSON of the response. */
export type ResultCollector = {
  readonly listener: MessageListener;
  /** The JSON of each statement that has completed. */
  readonly results: readonly string[];
  /** The first thing that went wrong, after which the rest was skipped. */
  failure(): Refusal | undefined;
};

type Column = { readonly name: string; readonly typeId: number; readonly json: string };

type Options = {
  /** How each statement's rows are to look. */
  readonly modes: readonly RowMode[];
  readonly maxResponseBytes: number;
  /** Called at once when the answer is one that must not be read to its end. */
  readonly abandon: (refusal: Refusal) => void;
};

const noMode: RowMode = { isArray: true, isRawText: true };

export function createResultCollector({
  modes,
  maxResponseBytes,
  abandon,
}: Options): ResultCollector {
  const results: string[] = [];
  let columns: readonly Column[] = [];
  let rows: string[] = [];
  let responseBytes = 0;
  let failure: Refusal | undefined;

  const modeNow = () => modes[results.length] ?? noMode;
  const giveUp = (refusal: Refusal) => {
    failure = refusal;
    abandon(refusal);
  };
  const addRow = (body: Buffer) => {
    // Neon, too, looks at what it has written before it writes the next row.
    if (responseBytes > maxResponseBytes) {
      giveUp(refusalOf(507, `response is too large (max is ${maxResponseBytes} bytes)`));
      return;
    }
    const row = rowOf(body, columns, modeNow());
    responseBytes += Buffer.byteLength(row) + 1;
    rows.push(row);
  };
  const finish = (tag: string) => {
    results.push(resultOf(columns, rows, modeNow().isArray, tag));
    columns = [];
    rows = [];
  };

  return {
    results,
    failure: () => failure,
    listener(type, body) {
      if (failure) return;
      switch (String.fromCharCode(type)) {
        case "D":
          addRow(body);
          break;
        case "T":
          columns = columnsOf(body);
          break;
        case "C":
          finish(body.toString("utf8", 0, body.length - 1));
          break;
        case "I":
          finish("");
          break;
        case "E":
          failure = databaseRefusalOf(parseDatabaseFields(body));
          break;
        // COPY would wait for data that no HTTP request can send.
        case "G":
        case "H":
        case "W":
          giveUp(refusalOf(400, "unexpected message from server"));
      }
    },
  };
}

function columnsOf(body: Buffer): Column[] {
  const columns: Column[] = [];
  let at = 2;
  for (let left = body.readUInt16BE(0); left > 0; left -= 1) {
    const end = body.indexOf(0, at);
    const name = body.toString("utf8", at, end);
    const typeId = body.readUInt32BE(end + 7);
    const json = JSON.stringify({
      name,
      dataTypeID: typeId,
      tableID: body.readUInt32BE(end + 1),
      columnID: body.readInt16BE(end + 5),
      dataTypeSize: body.readInt16BE(end + 11),
      dataTypeModifier: body.readInt32BE(end + 13),
      format: "text",
    });
    columns.push({ name, typeId, json });
    at = end + 19;
  }
  return columns;
}

function rowOf(body: Buffer, columns: readonly Column[], mode: RowMode): string {
  let row = "";
  let at = 2;
  for (const column of columns) {
    const length = body.readInt32BE(at);
    at += 4;
    if (row) row += ",";
    // Written by hand because two columns of one name are two keys, as Neon sends them.
    if (!mode.isArray) row += `${JSON.stringify(column.name)}:`;
    if (length < 0) {
      row += "null";
      continue;
    }
    const text = body.toString("utf8", at, at + length);
    row += mode.isRawText ? JSON.stringify(text) : jsonOfCell(text, column.typeId);
    at += length;
  }
  return mode.isArray ? `[${row}]` : `{${row}}`;
}

function resultOf(
  columns: readonly Column[],
  rows: readonly string[],
  isArray: boolean,
  tag: string,
): string {
  const [command = "", first, second] = tag.split(" ");
  // INSERT puts an object id, always zero today, before the number of rows.
  const count = command === "INSERT" ? second : first;
  const rowCount = count !== undefined && /^\d+$/.test(count) ? count : "null";
  const fields = columns.map(({ json }) => json).join(",");
  return `{"fields":[${fields}],"rows":[${rows.join(",")}],"command":${JSON.stringify(command)},"rowCount":${rowCount},"rowAsArray":${isArray}}`;
}
