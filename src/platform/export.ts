import type { Page } from "./list.ts";

export type ExportFormat = "csv" | "ndjson";
type Row = Readonly<Record<string, unknown>>;

const mediaTypes = { csv: "text/csv; charset=utf-8", ndjson: "application/x-ndjson" } as const;

/** The export that an Accept header asks for, or null for plain JSON. */
export function exportFormatOf(accept: string | undefined): ExportFormat | null {
  const asked = accept?.toLowerCase() ?? "";
  if (asked.includes("text/csv")) return "csv";
  return asked.includes("application/x-ndjson") ? "ndjson" : null;
}

/** Streams a list to its end, page by page, so that neither side has to hold it whole. */
export async function streamExport(
  format: ExportFormat,
  columns: readonly string[],
  readPage: (cursor: string | null) => Promise<Page<Row>>,
  fileName: string,
): Promise<Response> {
  // Before anything is promised: what refuses the list must refuse it with its own status.
  const first = await readPage(null);
  const encoder = new TextEncoder();
  let cursor: string | null = null;
  let isFirst = true;

  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const page = isFirst ? first : await readPage(cursor);
      const lines = page.rows.map((row) =>
        format === "csv" ? csvLine(row, columns) : `${JSON.stringify(row)}\n`,
      );
      if (isFirst && format === "csv") lines.unshift(`${columns.join(",")}\r\n`);
      isFirst = false;
      controller.enqueue(encoder.encode(lines.join("")));
      cursor = page.nextCursor;
      if (cursor === null) controller.close();
    },
  });
  return new Response(body, {
    headers: {
      "content-type": mediaTypes[format],
      "content-disposition": `attachment; filename="${fileName}.${format}"`,
    },
  });
}

function csvLine(row: Row, columns: readonly string[]): string {
  return `${columns.map((column) => csvCell(row[column])).join(",")}\r\n`;
}

/** Quotes a cell as RFC 4180 does, and keeps a spreadsheet from running text as a formula. Numbers are left alone. */
export function csvCell(value: unknown): string {
  if (value === null || value === undefined) return "";
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  const isNumber = /^[+-]?\d+(\.\d+)?$/.test(text);
  const inert = !isNumber && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
