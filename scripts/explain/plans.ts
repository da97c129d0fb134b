// What auto_explain wrote into the server's log, and how much of the tables each plan read.
type PlanNode = {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Index Name"?: string;
  readonly "Index Cond"?: string;
  readonly Filter?: string;
  readonly "Actual Rows"?: number;
  readonly "Actual Loops"?: number;
  readonly "Rows Removed by Filter"?: number;
  readonly "Rows Removed by Index Recheck"?: number;
  readonly Plans?: readonly PlanNode[];
};

export type Plan = { readonly "Query Text": string; readonly Plan: PlanNode };

/** One node that reads a table, or an index of one. */
export type Reading = {
  readonly kind: string;
  readonly table: string;
  /** Null where the table itself is read. */
  readonly index: string | null;
  /** Also those that were read and thrown away. */
  readonly rows: number;
  readonly filter: string | null;
  readonly query: string;
};

const begins = /LOG:\s+duration: [\d.]+ ms\s+plan:$/;

/** The plans in a piece of the log. What belongs to one message is indented by a tab. */
export function plansIn(log: string): Plan[] {
  const lines = log.split("\n");
  return lines.flatMap((line, index) => {
    if (!begins.test(line)) return [];
    const rest = lines.slice(index + 1);
    const end = rest.findIndex((each) => !each.startsWith("\t"));
    return [JSON.parse(rest.slice(0, end < 0 ? undefined : end).join("\n"))];
  });
}

/** All that a plan read, node by node. */
export function readingsOf({ Plan: root, "Query Text": query }: Plan): Reading[] {
  const visit = (node: PlanNode, parent: PlanNode | undefined): Reading[] => [
    ...readingOf(node, parent, query),
    ...(node.Plans ?? []).flatMap((child) => visit(child, node)),
  ];
  return visit(root, undefined);
}

function readingOf(node: PlanNode, parent: PlanNode | undefined, query: string): Reading[] {
  const kind = node["Node Type"];
  if (!/Scan$/.test(kind)) return [];
  // A bitmap of an index is read for the table that its parent names.
  const table = node["Relation Name"] ?? parent?.["Relation Name"];
  if (table === undefined) return [];
  const each =
    (node["Actual Rows"] ?? 0) +
    (node["Rows Removed by Filter"] ?? 0) +
    (node["Rows Removed by Index Recheck"] ?? 0);
  const rows = Math.round(each * (node["Actual Loops"] ?? 1));
  const filter = node.Filter ?? null;
  return [{ kind, table, index: node["Index Name"] ?? null, rows, filter, query }];
}

export type Verdict = {
  readonly rows: number;
  /** Large tables that were read from one end to the other; by way of an index it is no better. */
  readonly scans: readonly Reading[];
  /** Other readings of more rows than a page needs. */
  readonly walks: readonly Reading[];
};

const wholeShare = 0.9;

/** What a question's plans did to the large tables, of which the rows are given. */
export function verdictOn(
  plans: readonly Plan[],
  largeTables: ReadonlyMap<string, number>,
  rowsAtMost: number,
): Verdict {
  const readings = plans.flatMap(readingsOf).filter(({ table }) => largeTables.has(table));
  const isWhole = ({ kind, table, rows }: Reading) =>
    /Seq Scan$/.test(kind) || rows >= (largeTables.get(table) ?? 0) * wholeShare;
  return {
    rows: readings.reduce((sum, { rows }) => sum + rows, 0),
    scans: readings.filter(isWhole),
    walks: readings.filter((reading) => !isWhole(reading) && reading.rows > rowsAtMost),
  };
}
