import { codeSpansOf } from "./page.ts";

/** Something that a row says about Saku and that can be looked up. */
export type Claim =
  | { readonly kind: "table"; readonly table: string }
  | { readonly kind: "column"; readonly table: string; readonly column: string }
  | { readonly kind: "value" | "route" | "event" | "file" | "unknown"; readonly text: string };

/** What the migrations and the code hold. */
export type Reality = {
  readonly columnsByTable: ReadonlyMap<string, ReadonlySet<string>>;
  readonly migrations: string;
  readonly routes: ReadonlySet<string>;
  readonly eventCode: string;
  readonly hasFile: (path: string) => boolean;
};

/** The code spans of a cell, each understood with the table named before it. */
export function claimsOf(cell: string, contexts: readonly string[]): readonly Claim[] {
  let table = "";
  return codeSpansOf(cell).map((text) => {
    const claim = claimOf(text, table, contexts);
    if ("table" in claim) table = claim.table;
    return claim;
  });
}

function claimOf(text: string, table: string, contexts: readonly string[]): Claim {
  const [schema = "", name, column, ...rest] = text.split(".");
  if (/^(GET|POST|PUT|PATCH|DELETE) \//.test(text))
    return { kind: "route", text: routeKeyOf(text) };
  if (/^[\w.-]+(\/[\w.-]+)+$/.test(text)) return { kind: "file", text };
  if (/^[A-Z][A-Z_]+$/.test(text)) return { kind: "value", text };
  if (!/^[a-z_0-9]+(\.[a-z_0-9]+)*$/.test(text) || rest.length > 0)
    return { kind: "unknown", text };
  if (name === undefined)
    return table ? { kind: "column", table, column: text } : { kind: "unknown", text };
  if (!contexts.includes(schema)) return { kind: "event", text };
  const named = `${schema}.${name}`;
  return column === undefined
    ? { kind: "table", table: named }
    : { kind: "column", table: named, column };
}

/** A method and a path, whatever the parameters are called. */
export function routeKeyOf(route: string): string {
  return route.replaceAll(/\{\w+\}/g, "{}");
}

export function isReal(claim: Claim, reality: Reality): boolean {
  switch (claim.kind) {
    case "table":
      return reality.columnsByTable.has(claim.table);
    case "column":
      return reality.columnsByTable.get(claim.table)?.has(claim.column) ?? false;
    case "value":
      return reality.migrations.includes(`'${claim.text}'`);
    case "route":
      return reality.routes.has(claim.text);
    case "event":
      return reality.eventCode.includes(`"${claim.text}"`);
    case "file":
      return reality.hasFile(claim.text);
    case "unknown":
      return false;
  }
}

export function wordsOf(claim: Claim): string {
  if (claim.kind === "table") return claim.table;
  return claim.kind === "column" ? `${claim.table}.${claim.column}` : claim.text;
}

/** Tables and their columns, as the migrations leave them. */
export function columnsOfMigrations(sql: string): ReadonlyMap<string, ReadonlySet<string>> {
  const tables = new Map<string, Set<string>>();
  const statements = sql.replaceAll(/--.*$/gm, "").split(";");
  for (const statement of statements) {
    const created = /create (?:table|view|materialized view) (\w+\.\w+)(.*)/is.exec(statement);
    if (created) tables.set(created[1] ?? "", new Set(columnNamesOf(created[2] ?? "")));
    const dropped = /drop (?:table|view|materialized view) (?:if exists )?(\w+\.\w+)/i.exec(
      statement,
    );
    if (dropped) tables.delete(dropped[1] ?? "");
    const altered = tables.get(/alter table (\w+\.\w+)/i.exec(statement)?.[1] ?? "");
    for (const [, name] of statement.matchAll(/add column (\w+)/gi)) altered?.add(name ?? "");
    for (const [, name] of statement.matchAll(/drop column (\w+)/gi)) altered?.delete(name ?? "");
  }
  return tables;
}

function columnNamesOf(body: string): readonly string[] {
  const lines = body.split("\n").map((line) => line.trim());
  const isColumn = (line: string) =>
    !/^(constraint|primary|unique|check|foreign|exclude|like)\b/i.test(line);
  return lines.filter(isColumn).flatMap((line) => /^(\w+) [\w.]+/.exec(line)?.[1] ?? []);
}
